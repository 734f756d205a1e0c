package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;

/**
 * The integers that a quantized tensor may hold, both ends included. A range holds 0, so that zero
 * padding is exact, and at least two integers.
 *
 * @param min at most 0
 * @param max at least 0
 */
public record QuantRange(long min, long max) {
  public QuantRange {
    if (min >= max) {
      throw new SpecException("quant_min " + min + " must be less than quant_max " + max);
    }
    if (min > 0 || max < 0) {
      throw new SpecException(
          "quantization range "
              + min
              + ".."
              + max
              + " does not include 0, which padding and ReLU need; widen it");
    }
  }

  /**
   * All values of an integer type.
   *
   * @throws SpecException if the type is not one that tensors are quantized to
   */
  public static QuantRange of(DType dtype) {
    return switch (dtype) {
      case INT8, UINT8, INT16, INT32 -> new QuantRange(dtype.minValue(), dtype.maxValue());
      case INT64, BOOL, FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new SpecException(
              "element type " + dtype + " has no quantization range; expected s8, u8, s16 or s32");
    };
  }

  /**
   * The range of one bit less, as PyTorch's {@code reduce_range}: both ends halved and rounded
   * down.
   */
  public QuantRange reduced() {
    return new QuantRange(Math.floorDiv(min, 2L), Math.floorDiv(max, 2L));
  }

  /** The number of steps, {@code max − min}. */
  public long steps() {
    return max - min;
  }

  /** True if every integer of this range is a value of the type. */
  public boolean fits(DType dtype) {
    return dtype.isInteger() && min >= dtype.minValue() && max <= dtype.maxValue();
  }

  @Override
  public String toString() {
    return min + ".." + max;
  }
}
