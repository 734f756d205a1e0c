package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;

/**
 * {@code quantized_decomposed.dequantize_per_tensor.default} and {@code .tensor}: one scale for the
 * whole tensor.
 */
public record Dequantize(OpSchema schema, ImmutableList<Argument> arguments)
    implements PerTensorAffine {
  /** The element type of the result; 32-bit floating point where the call leaves it out. */
  public DType outDType() {
    return argument("out_dtype") instanceof Argument.Type(DType type) ? type : DType.FLOAT32;
  }
}
