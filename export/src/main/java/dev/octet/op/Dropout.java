package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.dropout.default}; without {@link #training} it gives its operand. */
public record Dropout(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  /** The share of elements that become zero, 0 to 1. */
  public double probability() {
    return Literals.number(this, "p");
  }

  public boolean training() {
    return Literals.bool(this, "train");
  }
}
