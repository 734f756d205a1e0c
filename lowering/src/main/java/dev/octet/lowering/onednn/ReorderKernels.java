package dev.octet.lowering.onednn;

import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reorders: changes of layout, and of type where one scale and zero point tell how. */
final class ReorderKernels {
  private ReorderKernels() {}

  /** Copies elements between layouts. */
  static Optional<Kernel> move(Buffer from, Buffer to, Arena arena) {
    if (!Descriptor.supports(from.dtype())
        || from.shape().rank() == 0
        || isEmpty(from)
        || !isNested(from)
        || !isNested(to)) {
      return Optional.empty();
    }
    return reorder("reorder", from, to, arena, new Attributes(arena), List.of());
  }

  static Optional<Kernel> reorder(
      String name,
      Buffer from,
      Buffer to,
      Arena arena,
      Attributes attributes,
      List<PrimitiveKernel.Binding> parameters) {
    Descriptor source = describe(arena, from);
    Descriptor destination = describe(arena, to);
    return PrimitiveDescription.create(
            arena,
            Dnnl.REORDER,
            source.handle(),
            OneDnn.engine(),
            destination.handle(),
            OneDnn.engine(),
            attributes.finish())
        .map(description -> {
          List<PrimitiveKernel.Binding> reads = new ArrayList<>(parameters);
          reads.add(new PrimitiveKernel.Binding(Operand.SRC, source, from));
          return new PrimitiveKernel(
              name,
              description,
              reads,
              List.of(new PrimitiveKernel.Binding(Operand.DST, destination, to)),
              arena);
        });
  }

  static Descriptor describe(Arena arena, Buffer buffer) {
    return Descriptor.strided(arena, buffer.dtype(), buffer.shape(), buffer.strides().toArray());
  }

  /** Why a primitive cannot read these where they lie; empty if it can. */
  static Optional<String> declines(Buffer... buffers) {
    return Arrays.stream(buffers).allMatch(ReorderKernels::isNested)
        ? Optional.empty()
        : Optional.of("a part that the library cannot describe");
  }

  /** Whether the library can describe how it lies. */
  static boolean isNested(Buffer buffer) {
    return Descriptor.isNested(buffer.shape(), buffer.strides().toArray());
  }

  private static boolean isEmpty(Buffer buffer) {
    return buffer.shape().elements() == 0;
  }

  /** Packs constants, at once, in the layout that a primitive wants. */
  static void runOnce(
      Arena arena,
      Descriptor source,
      MemorySegment from,
      Descriptor target,
      MemorySegment to,
      Attributes attributes) {
    PrimitiveDescription description =
        PrimitiveDescription.create(
                arena,
                Dnnl.REORDER,
                source.handle(),
                OneDnn.engine(),
                target.handle(),
                OneDnn.engine(),
                attributes.finish())
            .orElseThrow(
                () -> new dev.octet.tensor.InternalException("oneDNN cannot pack weights"));
    boolean needsScratch = description.scratchpad().byteSize() > 0;
    ArgumentList arguments = new ArgumentList(arena, needsScratch ? 3 : 2);
    arguments.set(0, Operand.SRC, Memories.create(arena, source, from.address()));
    arguments.set(1, Operand.DST, Memories.create(arena, target, to.address()));
    MemorySegment scratch = arena.allocate(Math.max(description.scratchpad().byteSize(), 1), 64);
    if (needsScratch) {
      arguments.set(
          2,
          Operand.SCRATCHPAD,
          Memories.create(arena, description.scratchpad(), scratch.address()));
    }
    PrimitiveKernel.execute(
        description.primitive(arena), new FrameStream(arena).handle(), arguments);
  }
}
