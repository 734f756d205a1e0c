package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * A tensor whose scale and zero point are known beforehand, such as the result of a softmax. Never
 * dynamic.
 *
 * @param dtype s8, u8, s16 or s32
 * @param scale positive and finite; float32 arithmetic rounds it
 * @param zeroPoint within the range
 * @param range the integers to use; null for those of the type
 * @param qscheme may be absent; it takes part only in deciding which sites share
 */
public record FixedQParamsQuantizationSpec(
    DType dtype,
    double scale,
    long zeroPoint,
    @Nullable QuantRange range,
    @Nullable QScheme qscheme)
    implements QuantizationSpecBase {

  public FixedQParamsQuantizationSpec {
    QuantRange all = QuantRange.of(dtype);
    if (!((float) scale > 0) || Float.isInfinite((float) scale)) {
      throw new SpecException("fixed scale " + scale + " is not a positive float32 number");
    }
    if (range != null && !range.fits(dtype)) {
      throw new SpecException(
          "fixed parameters for "
              + dtype
              + ": quantization range "
              + range
              + " is not within "
              + all);
    }
    QuantRange used = range == null ? all : range;
    if (zeroPoint < used.min() || zeroPoint > used.max()) {
      throw new SpecException(
          "fixed zero point "
              + zeroPoint
              + " for "
              + dtype
              + " is outside the quantization range "
              + used);
    }
    if (qscheme != null && qscheme.isPerChannel()) {
      throw new SpecException("fixed parameters are per tensor, found scheme " + qscheme);
    }
  }

  public FixedQParamsQuantizationSpec(DType dtype, double scale, long zeroPoint) {
    this(dtype, scale, zeroPoint, null, null);
  }

  @Override
  public Traits traits() {
    return new Traits(dtype, false, range, qscheme, null, scale, zeroPoint);
  }
}
