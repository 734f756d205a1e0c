package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.tensor.DType;

/**
 * From ranges to scales and zero points: the formula of PyTorch's {@code
 * UniformQuantizationObserverBase}, in float32. A range is widened to hold 0 first, except where
 * zero points are real numbers.
 */
final class AffineFormula {
  private AffineFormula() {}

  /**
   * The parameters of one range or of one range for each channel.
   *
   * @throws ObserverException if a range is no range: NaN, or its ends swapped
   */
  static QParams compute(ObserverSettings settings, float[] min, float[] max) {
    for (int i = 0; i < min.length; i++) {
      if (!(min[i] <= max[i])) {
        String where = settings.requiredScheme().isPerChannel() ? " of channel " + i : "";
        throw new ObserverException(
            "no scale can be computed from the range "
                + min[i]
                + " to "
                + max[i]
                + where
                + "; look for NaN or infinite values in the calibration data");
      }
    }
    return switch (settings.requiredScheme()) {
      case PER_TENSOR_SYMMETRIC, PER_CHANNEL_SYMMETRIC -> symmetric(settings, min, max);
      case PER_TENSOR_AFFINE, PER_CHANNEL_AFFINE -> affine(settings, min, max);
      case PER_CHANNEL_AFFINE_FLOAT_QPARAMS -> realZeroPoints(settings, min, max);
    };
  }

  private static QParams symmetric(ObserverSettings settings, float[] min, float[] max) {
    QuantRange range = settings.requiredRange();
    float half = (float) (range.steps() / 2.0);
    float eps = (float) settings.eps();
    // Of the unsigned types only uint8 is left in Octet; without a range of its own its middle is
    // 128, else the middle rounded down.
    long zeroPoint =
        settings.dtype() != DType.UINT8
            ? 0
            : settings.hasCustomRange() ? Math.floorDiv(range.min() + range.max(), 2L) : 128;
    float[] scales = new float[min.length];
    long[] zeroPoints = new long[min.length];
    for (int i = 0; i < scales.length; i++) {
      float magnitude = Math.max(-Math.min(min[i], 0), Math.max(max[i], 0));
      scales[i] = Math.max(magnitude / half, eps);
      zeroPoints[i] = zeroPoint;
    }
    return QParams.ofIntegers(scales, zeroPoints, DType.INT64);
  }

  private static QParams affine(ObserverSettings settings, float[] min, float[] max) {
    QuantRange range = settings.requiredRange();
    float steps = (float) range.steps();
    float eps = (float) settings.eps();
    float[] scales = new float[min.length];
    long[] zeroPoints = new long[min.length];
    for (int i = 0; i < scales.length; i++) {
      float low = Math.min(min[i], 0);
      float high = Math.max(max[i], 0);
      scales[i] = Math.max((high - low) / steps, eps);
      // int32 arithmetic wraps, as PyTorch's: that decides about infinite ranges.
      int zeroPoint = (int) range.min() - toInt32((float) Math.rint(low / scales[i]));
      zeroPoints[i] = Math.clamp(zeroPoint, range.min(), range.max());
    }
    return QParams.ofIntegers(scales, zeroPoints, DType.INT32);
  }

  /**
   * The conversion of x86-64 processors: what does not fit, NaN included, becomes −2<sup>31</sup>.
   */
  private static int toInt32(float value) {
    return value >= -0x1p31f && value < 0x1p31f ? (int) value : Integer.MIN_VALUE;
  }

  private static QParams realZeroPoints(ObserverSettings settings, float[] min, float[] max) {
    float steps = (float) settings.requiredRange().steps();
    float eps = (float) settings.eps();
    float[] scales = new float[min.length];
    float[] zeroPoints = new float[min.length];
    for (int i = 0; i < scales.length; i++) {
      float scale = (max[i] - min[i]) / steps;
      scales[i] = scale > eps ? scale : 1;
      zeroPoints[i] = -min[i] / scales[i];
    }
    return QParams.ofReals(scales, zeroPoints);
  }
}
