package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;

/**
 * {@code quantized_decomposed.dequantize_per_tensor.default} and {@code .tensor}: one scale for the
 * whole tensor.
 */
public record Dequantize(OpSchema schema, ImmutableList<Argument> arguments) implements TypedOp {
  /** True if scale and zero point are values of the graph rather than numbers. */
  public boolean isDynamic() {
    return argument("scale") instanceof Argument.Operand;
  }

  /** The step between quantized values; an error if {@link #isDynamic}. */
  public double scale() {
    return Literals.number(this, "scale");
  }

  /** The quantized value of 0; an error if {@link #isDynamic}. */
  public long zeroPoint() {
    return Literals.integer(this, "zero_point");
  }

  /** The smallest quantized value. */
  public long quantMin() {
    return Literals.integer(this, "quant_min");
  }

  /** The largest quantized value. */
  public long quantMax() {
    return Literals.integer(this, "quant_max");
  }

  /** The element type of the quantized tensor. */
  public DType dtype() {
    return Literals.dtype(this, "dtype");
  }

  /** The element type of the result; 32-bit floating point where the call leaves it out. */
  public DType outDType() {
    return argument("out_dtype") instanceof Argument.Type(DType type) ? type : DType.FLOAT32;
  }
}
