package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.softmax.int} and {@code aten._softmax.default}. */
public record Softmax(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** The dimension that sums to 1; negative counts from the end. */
  public long dimension() {
    return Literals.integer(this, "dim");
  }
}
