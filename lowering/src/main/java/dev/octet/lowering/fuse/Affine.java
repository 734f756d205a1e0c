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
  public static Affine of(PerTensorAffine op) {
    return new Affine(op.dtype(), op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax());
  }

  /** The scale as the operators compute with it. */
  public float scaleAsFloat() {
    return (float) scale;
  }

  /**
   * True if kernels may compute with the integers: their zero point is an integer of their type,
   * and float32 has the step and its inverse. Others are computed as numbers, as the operators say.
   */
  public boolean suitsIntegers() {
    float step = scaleAsFloat();
    return step > 0
        && Float.isFinite(step)
        && Float.isFinite(1 / step)
        && zeroPoint >= dtype.minValue()
        && zeroPoint <= dtype.maxValue();
  }

  /** True if the integers may take every value of their type. */
  public boolean isFullRange() {
    return min <= dtype.minValue() && max >= dtype.maxValue();
  }
}
