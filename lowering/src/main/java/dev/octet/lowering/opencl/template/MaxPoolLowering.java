package dev.octet.lowering.opencl.template;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.graph.Value;
import dev.octet.lowering.backend.Emitter;
import dev.octet.lowering.backend.Layout;
import dev.octet.lowering.fuse.Pooling;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.opencl.step.StepMaker;
import dev.octet.op.MaxPool;
import dev.octet.tensor.Shape;
import java.util.Optional;

/** Lowers max-pooling to one kernel, which stays in the integers that it finds. */
public final class MaxPoolLowering {
  private MaxPoolLowering() {}

  /** Why it cannot; nothing was emitted then. */
  public static Optional<String> lower(Pooling pooling, Emitter emitter, StepMaker steps) {
    if (!(pooling.anchor().op() instanceof MaxPool op)) {
      return Optional.of("not a max-pool");
    }
    Value value = pooling.input().value();
    Shape in = value.tensorType().shape();
    Shape out = pooling.result().tensorType().shape();
    String name = op.name().base();
    int spatial = Character.digit(name.charAt(name.indexOf("d") - 1), 10);
    if (in.rank() != spatial + 2 || !Numbers.has(value.tensorType().dtype())) {
      return Optional.of("a max-pool of " + value.tensorType());
    }
    if (in.elements() == 0 || in.elements() > Integer.MAX_VALUE || out.elements() == 0) {
      return Optional.of("no elements, or more than 2^31");
    }
    Geometry geometry =
        new Geometry(
            in.size(0),
            Math.toIntExact(in.size(1)),
            1,
            1,
            Geometry.axes(in, out, op.kernelSize(), op.stride(), op.padding(), op.dilation()),
            false);
    Numbers numbers = Numbers.of(value.tensorType().dtype());
    int lanes = DepthwiseSource.lanes(geometry);
    Buffer input = emitter.read(value, Layout.CHANNELS_LAST);
    Buffer output = emitter.write(pooling.result(), Layout.CHANNELS_LAST);
    Signature signature = new Signature();
    signature.input(numbers.type(), "input", input);
    signature.number("positions", Math.toIntExact(geometry.positions()));
    signature.number("all_depth", geometry.allDepth());
    WindowText.parameters(signature, geometry);
    signature.output(numbers.type(), "output", output);
    emitter.emit(
        steps.step(
            pooling.label(),
            "windows in registers",
            new MaxPoolSource(pooling.label(), geometry, lanes, numbers).write(signature),
            "pool",
            signature.arguments(),
            ImmutableLongArray.of(
                Math.ceilDiv(geometry.positions(), MaxPoolSource.ROWS), geometry.groups() / lanes),
            ImmutableLongArray.of(1, 1),
            ImmutableList.of(input),
            ImmutableList.of(output),
            emitter.arena()));
    return Optional.empty();
  }
}
