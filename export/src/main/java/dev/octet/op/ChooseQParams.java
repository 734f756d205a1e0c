package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;

/**
 * {@code quantized_decomposed.choose_qparams.tensor} and {@code choose_qparams_symmetric.tensor}:
 * scale and zero point for the range of a tensor.
 */
public record ChooseQParams(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  public boolean isSymmetric() {
    return name().equals(QuantizedOps.CHOOSE_QPARAMS_SYMMETRIC);
  }

  /** The smallest quantized value. */
  public long quantMin() {
    return Literals.integer(this, "quant_min");
  }

  /** The largest quantized value. */
  public long quantMax() {
    return Literals.integer(this, "quant_max");
  }

  /** The smallest scale. */
  public double eps() {
    return Literals.number(this, "eps");
  }

  /** The element type of the quantized tensor. */
  public DType dtype() {
    return Literals.dtype(this, "dtype");
  }
}
