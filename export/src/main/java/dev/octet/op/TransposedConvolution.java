package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code aten.conv_transpose1d/2d/3d} and {@code aten.convolution.default} that is transposed:
 * input (N, C, spatial…), weight (in, out / groups, kernel…), bias?.
 */
public record TransposedConvolution(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp, HasWeight {
  /** Spread of the input, one for each spatial dimension. */
  public ImmutableList<Long> stride() {
    return Literals.longs(this, "stride");
  }

  /** Elements cut off at both ends of the result, one for each spatial dimension. */
  public ImmutableList<Long> padding() {
    return Literals.longs(this, "padding");
  }

  /** Elements added at the far end of the result, one for each spatial dimension. */
  public ImmutableList<Long> outputPadding() {
    return Literals.longs(this, "output_padding");
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
