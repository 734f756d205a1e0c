package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.linear.default}: input (…, in), weight (out, in), bias?. */
public record Linear(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, HasWeight {
  public boolean hasBias() {
    return argument("bias") instanceof Argument.Operand;
  }

  @Override
  public int inputOperand() {
    return Literals.operand(this, "input");
  }

  @Override
  public int weightOperand() {
    return Literals.operand(this, "weight");
  }
}
