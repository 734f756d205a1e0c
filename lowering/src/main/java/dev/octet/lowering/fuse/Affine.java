package dev.octet.lowering.fuse;

import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;

/**
 * How integers stand for numbers: {@code number = (integer − zeroPoint) · scale}.
 *
 * @param min the smallest integer
 * @param max the largest integer
 */
public record Affine(DType dtype, double scale, long zeroPoint, long min, long max) {
  static Affine of(Quantize op) {
    return new Affine(op.dtype(), op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax());
  }

  static Affine of(Dequantize op) {
    return new Affine(op.dtype(), op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax());
  }

  /** The scale as the operators compute with it. */
  public float scaleAsFloat() {
    return (float) scale;
  }

  /** True if the integers may take every value of their type. */
  public boolean isFullRange() {
    return min <= dtype.minValue() && max >= dtype.maxValue();
  }

  /** True if equal integers stand for equal numbers. */
  public boolean sameGrid(Affine other) {
    return dtype == other.dtype && scale == other.scale && zeroPoint == other.zeroPoint;
  }
}
