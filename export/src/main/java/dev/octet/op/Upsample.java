package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.upsample_*} and {@code aten._upsample_nearest_exact*}: interpolation of (batch,
 * channels, spatial…) to larger or smaller images.
 */
public record Upsample(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** True if each pixel of the result is one of the operand, so that any element type will do. */
  public boolean isNearest() {
    return name().base().contains("nearest");
  }
}
