package dev.octet.quantizer.observe;

/**
 * The squared error of quantizing the values of a histogram with the range of its bins {@code
 * first} to {@code last}, bin by bin: values are taken as uniform within a bin, and go to the
 * centre of the nearest of {@code levels} equal steps. The formula is {@code
 * _compute_quantization_error} of PyTorch's HistogramObserver in float32; constants that are the
 * same for all bins are computed once.
 *
 * @param first the first bin of the candidate range
 * @param width of a bin
 * @param step of the quantized type, float32 of a double
 * @param halfStep half of it
 * @param levels the number of steps, as float32
 * @param cube {@code halfStep³}
 * @param middle {@code 2 cube / 3}: the error of a step that lies within the bin, for density 1
 */
record BinErrors(
    int first, float width, float step, float halfStep, float levels, float cube, float middle) {
  /** Above this, quotients are not exact in float32. */
  private static final float MANY_LEVELS = 0x1p16f;

  static BinErrors of(int first, double width, double step, double levels) {
    float half = (float) (step / 2);
    float cube = half * half * half;
    return new BinErrors(
        first, (float) width, (float) step, half, (float) levels, cube, (cube - -cube) / 3);
  }

  /**
   * True if the number of the step that a value falls into can be had from a rounded quotient and
   * the sign of its remainder. That is the result of PyTorch's floor division, whose own steps
   * agree for quotients below 2<sup>16</sup> of normal numbers.
   */
  boolean hasExactQuotients() {
    return levels <= MANY_LEVELS
        && step >= Float.MIN_NORMAL
        && step < Float.POSITIVE_INFINITY
        && width < Float.POSITIVE_INFINITY;
  }

  /** The error of bin {@code i}. */
  float error(int i, float density) {
    float begin = (float) (i - first) * width;
    float end = begin + width;
    boolean exact = hasExactQuotients();
    float stepOfBegin =
        exact ? stepOf(begin, step, levels) : Math.clamp(floorDivide(begin, step), 0, levels - 1);
    float stepOfEnd =
        exact ? stepOf(end, step, levels) : Math.clamp(floorDivide(end, step), 0, levels - 1);
    float p = begin - (stepOfBegin + 0.5f) * step;
    float q = end - (stepOfEnd * step + halfStep);
    float head = density * ((cube - p * p * p) / 3);
    float body = (stepOfEnd - stepOfBegin - 1) * (density * middle);
    float tail = density * ((q * q * q - -cube) / 3);
    return head + body + tail;
  }

  /** The whole part of {@code value / step}, at least 0 and less than {@code levels}. */
  static float stepOf(float value, float step, float levels) {
    float quotient = Math.min(Math.max(value / step, 0), levels);
    float whole = (float) (int) quotient;
    // The quotient may have been rounded up to a whole number.
    if (Math.fma(-whole, step, value) < 0) {
      whole -= 1;
    }
    return Math.clamp(whole, 0, levels - 1);
  }

  /** PyTorch's floor division of float32 numbers, step by step. */
  static float floorDivide(float a, float b) {
    if (b == 0) {
      return a / b;
    }
    float remainder = a % b;
    float quotient = (a - remainder) / b;
    if (remainder != 0 && b < 0 != remainder < 0) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0f, a / b);
    }
    float floor = (float) Math.floor(quotient);
    return quotient - floor > 0.5f ? floor + 1 : floor;
  }
}
