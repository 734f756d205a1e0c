package dev.octet.lowering.onednn;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;

/** Hands a scale and a zero point that a run has computed to a primitive, in the types it reads. */
record DynamicParametersKernel(
    Buffer scale, Buffer zeroPoint, double unit, Buffer scaleOut, Buffer zeroPointOut)
    implements Kernel {
  @Override
  public String name() {
    return "scale and zero point";
  }

  @Override
  public String implementation() {
    return "convert";
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return ImmutableList.of(scale, zeroPoint);
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return ImmutableList.of(scaleOut, zeroPointOut);
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    return () -> {
      view(frame, scaleOut).setDouble(0, (float) view(frame, scale).getDouble(0) / unit);
      view(frame, zeroPointOut).setLong(0, view(frame, zeroPoint).getLong(0));
    };
  }

  private static Tensor view(Frame frame, Buffer buffer) {
    return Tensor.view(frame.segment(buffer), buffer.dtype(), buffer.shape());
  }
}
