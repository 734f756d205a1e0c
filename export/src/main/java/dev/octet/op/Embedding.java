package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.embedding.default}: rows of the weight (rows, width) picked by integer indices of any
 * shape.
 */
public record Embedding(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, HasWeight {
  @Override
  public int inputOperand() {
    return Literals.operand(this, "indices");
  }

  @Override
  public int weightOperand() {
    return Literals.operand(this, "weight");
  }
}
