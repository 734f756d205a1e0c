package dev.octet.op;

import com.google.common.collect.ImmutableList;

/** {@code aten.addmm.default}: {@code beta · self + alpha · (mat1 @ mat2)}. */
public record AddMm(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  public double alpha() {
    return Literals.number(this, "alpha");
  }

  public double beta() {
    return Literals.number(this, "beta");
  }
}
