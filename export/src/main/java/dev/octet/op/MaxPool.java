package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.max_pool1d/2d/3d.default} and {@code aten.max_pool2d_with_indices.default}, whose
 * second result are the indices.
 */
public record MaxPool(OpSchema schema, ImmutableList<Argument> arguments)
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

  public ImmutableList<Long> dilation() {
    return Literals.longs(this, "dilation");
  }

  /** True if a window that only partly fits counts. */
  public boolean ceilMode() {
    return Literals.bool(this, "ceil_mode");
  }
}
