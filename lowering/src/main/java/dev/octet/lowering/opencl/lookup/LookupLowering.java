package dev.octet.lowering.opencl.lookup;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.lookup.Lookup;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.lowering.opencl.template.Signature;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Lowers lookups to kernels of a device. */
public final class LookupLowering {
  private static final int MOST_ITEMS = 256;
  private static final int LEAST_ITEMS = 64;

  private LookupLowering() {}

  /** Why it cannot; nothing was emitted then. */
  public static Optional<String> lower(Lookup lookup, Emitter emitter, StepMaker steps) {
    Shape shape = lookup.positions();
    if (lookup.source().tensorType().shape().elements() == 0 || shape.elements() == 0) {
      return Optional.of("nothing to look up, or nothing to look it up in");
    }
    if (lookup.source().tensorType().dtype().bytes() > Long.BYTES) {
      return Optional.of("a lookup of " + lookup.source().tensorType().dtype());
    }
    if (Math.max(Math.max(shape.elements(), lookup.inner()), lookup.outer()) > Integer.MAX_VALUE) {
      return Optional.of("more than 2^31 positions, or blocks of more elements");
    }
    Buffer source = emitter.read(lookup.source(), Layout.ROW_MAJOR);
    // Row-major, because mistakes are told by where they lie in a tensor of that order.
    ImmutableList<Buffer> indices =
        lookup.indices().stream()
            .map(index -> emitter.read(index, Layout.ROW_MAJOR))
            .collect(ImmutableList.toImmutableList());
    Buffer output = emitter.write(lookup.node().result(), Layout.ROW_MAJOR);
    Positions positions = Positions.of(shape, indices);
    Mistakes mistakes = new Mistakes(lookup, positions);
    LookupSource text = new LookupSource(lookup, positions);

    Signature copy = new Signature();
    String element = element(source.dtype());
    copy.input(element, "source", source);
    indices(copy, indices, positions);
    copy.notes("mistakes", mistakes);
    copy.number("inner", Math.toIntExact(lookup.inner()));
    copy.number("all_positions", Math.toIntExact(shape.elements()));
    copy.number("picked", lookup.picked());
    for (int i = 0; i < indices.size(); i++) {
      copy.number("size_" + i, lookup.size(i)).number("step_" + i, lookup.step(i));
    }
    copy.output(element, "output", output);
    Signature tell = new Signature();
    indices(tell, indices, positions);
    tell.notes("mistakes", mistakes);

    String name = lookup.node().op().name().base();
    long most = Math.min(MOST_ITEMS, steps.features().mostItems());
    long items = Math.min(most, powerOfTwo(lookup.inner()));
    long rows = Math.max(1, Math.min(most, LEAST_ITEMS) / items);
    ImmutableList<Buffer> reads =
        ImmutableList.<Buffer>builder().add(source).addAll(indices).build();
    Kernel copying =
        steps.step(
            name,
            "element copies",
            text.copy(copy),
            LookupSource.COPY,
            copy.arguments(),
            ImmutableLongArray.of(
                Math.ceilDiv(lookup.inner(), items) * items,
                Math.ceilDiv(shape.elements(), rows) * rows,
                lookup.outer()),
            ImmutableLongArray.of(items, rows, 1),
            reads,
            ImmutableList.of(output),
            emitter.arena());
    Kernel telling =
        steps.step(
            name,
            "element copies",
            text.tell(tell),
            LookupSource.TELL,
            tell.arguments(),
            ImmutableLongArray.of(1),
            ImmutableLongArray.of(1),
            indices,
            ImmutableList.of(),
            emitter.arena());
    emitter.emit(new LookupStep(copying, telling));
    return Optional.empty();
  }

  private static void indices(Signature signature, List<Buffer> indices, Positions positions) {
    for (int i = 0; i < indices.size(); i++) {
      String type = indices.get(i).dtype() == DType.INT64 ? "long" : "int";
      signature.input(type, "index" + i, indices.get(i));
      for (int d = 0; d < positions.sizes().length(); d++) {
        signature.number("step" + i + "_" + d, positions.steps().get(i).get(d));
      }
    }
    for (int d = 0; d + 1 < positions.sizes().length(); d++) {
      signature.number("size" + d, Math.toIntExact(positions.sizes().get(d)));
    }
  }

  private static long powerOfTwo(long least) {
    return least == 1 ? 1 : Long.highestOneBit(least - 1) * 2;
  }

  /** A type of the same width. */
  private static String element(DType dtype) {
    return switch (dtype.bytes()) {
      case 1 -> "uchar";
      case 2 -> "ushort";
      case 4 -> "uint";
      default -> "ulong";
    };
  }
}
