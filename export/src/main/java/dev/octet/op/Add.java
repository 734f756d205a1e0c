package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.add.Tensor} and {@code aten.add.Scalar}: {@code self + alpha · other}. */
public record Add(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, ElementWise {
  public double alpha() {
    return Literals.number(this, "alpha");
  }

  /** True if {@code other} is a value of the graph rather than a number. */
  public boolean isBinary() {
    return argument("other") instanceof Argument.Operand;
  }
}
