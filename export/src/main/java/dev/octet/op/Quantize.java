package dev.octet.op;

import com.google.common.collect.ImmutableList;

/**
 * {@code quantized_decomposed.quantize_per_tensor.default} and {@code .tensor}: one scale for the
 * whole tensor.
 */
public record Quantize(OpSchema schema, ImmutableList<Argument> arguments)
    implements PerTensorAffine {
  /**
   * True if the numbers that a dequantize gives become the integers again that it reads, and so do
   * the largest, the smallest and the mean of such numbers, rounded: the same grid, and a range
   * that holds the one of the dequantize. False if either {@link #isDynamic}.
   */
  public boolean restores(Dequantize from) {
    return sameGrid(from) && quantMin() <= from.quantMin() && from.quantMax() <= quantMax();
  }
}
