package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;

/**
 * {@code quantized_decomposed.quantize_per_channel.default}: input, scales and zero points (one for
 * each slice along {@link #axis}).
 */
public record QuantizePerChannel(OpSchema schema, ImmutableList<Argument> arguments)
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
}
