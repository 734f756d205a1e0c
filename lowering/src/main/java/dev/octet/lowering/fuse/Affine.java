package dev.octet.lowering.fuse;

import dev.octet.op.PerTensorAffine;
import dev.octet.tensor.DType;

/**
 * How integers stand for numbers: {@code number = (integer − zeroPoint) · scale}.
 *
 * @param min the smallest integer
 * @param max the largest integer
 */
public record Affine(DType dtype, double scale, long zeroPoint, long min, long max) {
  static Affine of(PerTensorAffine op) {
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
}
