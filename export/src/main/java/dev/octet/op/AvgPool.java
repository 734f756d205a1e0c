package dev.octet.op;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;

/** {@code aten.avg_pool1d/2d/3d.default}. */
public record AvgPool(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, PreservesQuantization {
  /** Extent of the window, one for each spatial dimension. */
  public ImmutableList<Long> kernelSize() {
    return Literals.longs(this, "kernel_size");
  }

  /**
   * Steps of the window, one for each spatial dimension; the window's extent where the call leaves
   * it out.
   */
  public ImmutableList<Long> stride() {
    ImmutableList<Long> stride = Literals.longs(this, "stride");
    return stride.isEmpty() ? kernelSize() : stride;
  }

  public ImmutableList<Long> padding() {
    return Literals.longs(this, "padding");
  }

  /** True if a window that only partly fits counts. */
  public boolean ceilMode() {
    return Literals.bool(this, "ceil_mode");
  }

  /** True if padding counts as elements when the mean is taken. */
  public boolean countIncludePad() {
    return Literals.bool(this, "count_include_pad");
  }

  /** What sums are divided by, in place of the number of elements in the window. */
  public OptionalLong divisorOverride() {
    return argument("divisor_override") instanceof Argument.Int(long divisor)
        ? OptionalLong.of(divisor)
        : OptionalLong.empty();
  }
}
