package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;

/**
 * {@code quantized_decomposed.dequantize_per_channel.default}: input, scales and zero points? (one
 * for each slice along {@link #axis}).
 */
public record DequantizePerChannel(OpSchema schema, ImmutableList<Argument> arguments)
    implements TypedOp {
  /** The dimension whose slices have a scale and a zero point each. */
  public long axis() {
    return Literals.integer(this, "axis");
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
