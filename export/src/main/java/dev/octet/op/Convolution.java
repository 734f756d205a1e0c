package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.conv1d/2d/3d.default} and {@code aten.convolution.default} that is not transposed:
 * input (N, C, spatial…), weight (out, in / groups, kernel…), bias?.
 */
public record Convolution(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, HasWeight {
  /** Steps of the window, one for each spatial dimension. */
  public ImmutableList<Long> stride() {
    return Literals.longs(this, "stride");
  }

  /** Zeros added at both ends, one for each spatial dimension. */
  public ImmutableList<Long> padding() {
    return Literals.longs(this, "padding");
  }

  public ImmutableList<Long> dilation() {
    return Literals.longs(this, "dilation");
  }

  public long groups() {
    return Literals.integer(this, "groups");
  }

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
