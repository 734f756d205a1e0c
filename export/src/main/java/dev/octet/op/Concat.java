package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.cat.default} and {@code aten.concat.default}: joins tensors along one dimension. */
public record Concat(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, PreservesQuantization {
  /** The dimension; negative counts from the end. */
  public long dimension() {
    return Literals.integer(this, "dim");
  }
}
