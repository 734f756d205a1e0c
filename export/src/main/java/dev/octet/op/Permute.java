package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.permute.default}: the dimensions in another order. */
public record Permute(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ViewLike, PreservesQuantization {
  /**
   * For each dimension of the result, the dimension of the operand; negative counts from the end.
   */
  public ImmutableList<Long> dimensions() {
    return Literals.longs(this, "dims");
  }
}
