package dev.octet.op;

import dev.octet.tensor.DType;

/** What quantize and dequantize with one scale for the whole tensor have in common. */
public sealed interface PerTensorAffine extends TypedOp permits Dequantize, Quantize {
  /** True if scale and zero point are values of the graph rather than numbers. */
  default boolean isDynamic() {
    return argument("scale") instanceof Argument.Operand;
  }

  /** The step between quantized values; an error if {@link #isDynamic}. */
  default double scale() {
    return Literals.number(this, "scale");
  }

  /** The quantized value of 0; an error if {@link #isDynamic}. */
  default long zeroPoint() {
    return Literals.integer(this, "zero_point");
  }

  /** The smallest quantized value. */
  default long quantMin() {
    return Literals.integer(this, "quant_min");
  }

  /** The largest quantized value. */
  default long quantMax() {
    return Literals.integer(this, "quant_max");
  }

  /** The element type of the quantized tensor. */
  default DType dtype() {
    return Literals.dtype(this, "dtype");
  }

  /** True if equal integers stand for equal numbers; false if either {@link #isDynamic}. */
  default boolean sameGrid(PerTensorAffine other) {
    return !isDynamic()
        && !other.isDynamic()
        && dtype() == other.dtype()
        && scale() == other.scale()
        && zeroPoint() == other.zeroPoint();
  }
}
