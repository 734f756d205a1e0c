package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.mul.Tensor} and {@code aten.mul.Scalar}. */
public record Mul(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  /** True if {@code other} is a value of the graph rather than a number. */
  public boolean isBinary() {
    return argument("other") instanceof Argument.Operand;
  }
}
