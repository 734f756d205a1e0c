package dev.octet.lowering.backend;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.kernel.Strides;
import dev.octet.tensor.Shape;

/** The orders in which elements lie. */
public enum Layout {
  /** The last dimension is the innermost. */
  ROW_MAJOR,
  /** The second dimension is the innermost; for fewer than three dimensions, row-major. */
  CHANNELS_LAST;

  public ImmutableLongArray strides(Shape shape) {
    return this == ROW_MAJOR ? Strides.rowMajor(shape) : Strides.channelsLast(shape);
  }
}
