package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.split.Tensor}, {@code aten.split.sizes}, {@code aten.split_with_sizes.default} and
 * {@code aten.chunk.default}: cuts a tensor along one dimension; one result for each piece.
 */
public record Split(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, PreservesQuantization {
  /** The dimension; negative counts from the end. */
  public long dimension() {
    return Literals.integer(this, "dim");
  }
}
