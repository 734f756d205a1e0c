package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.mean.default} and {@code aten.mean.dim}. */
public record Mean(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** The dimensions reduced, negative counts from the end; empty if all of them are. */
  public ImmutableList<Long> dimensions() {
    return argument("dim") instanceof Argument.None
        ? ImmutableList.of()
        : Literals.longs(this, "dim");
  }

  /** True if reduced dimensions stay with size 1. */
  public boolean keepsDimensions() {
    return schema().position("keepdim") >= 0 && Literals.bool(this, "keepdim");
  }
}
