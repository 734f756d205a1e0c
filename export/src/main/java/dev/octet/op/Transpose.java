package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.transpose.int} and {@code aten.t.default}: two dimensions change places. */
public record Transpose(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ViewLike, PreservesQuantization {
  /** One of the dimensions; negative counts from the end. */
  public long first() {
    return schema().position("dim0") < 0 ? 0 : Literals.integer(this, "dim0");
  }

  /**
   * The other dimension. Of {@code t}, 1: on a tensor of fewer than two dimensions it changes
   * nothing.
   */
  public long second() {
    return schema().position("dim1") < 0 ? 1 : Literals.integer(this, "dim1");
  }
}
