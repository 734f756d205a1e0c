package dev.octet.lowering.plan;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;

/**
 * Shows a value to the audience of the run.
 *
 * @param value the result of the observe node
 */
record ObserveKernel(Value value, Buffer observed) implements Kernel {
  @Override
  public String name() {
    return "observe";
  }

  @Override
  public String implementation() {
    return "listener";
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return ImmutableList.of(observed);
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return ImmutableList.of();
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    Audience audience = Audience.of(frame);
    return () -> {
      if (!audience.listener.equals(ValueListener.NONE)) {
        audience.listener.computed(
            value,
            Tensor.view(
                frame.segment(observed),
                observed.dtype(),
                observed.shape(),
                observed.strides().toArray(),
                0));
      }
    };
  }
}
