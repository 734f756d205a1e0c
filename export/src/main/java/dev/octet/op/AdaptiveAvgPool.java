package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.adaptive_avg_pool1d/2d/3d.default}. */
public record AdaptiveAvgPool(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, PreservesQuantization {
  /** Spatial sizes of the result. */
  public ImmutableList<Long> outputSize() {
    return Literals.longs(this, "output_size");
  }
}
