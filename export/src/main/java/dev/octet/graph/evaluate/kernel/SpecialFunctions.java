package dev.octet.graph.evaluate.kernel;

/** Functions of one double that Java's library lacks. */
final class SpecialFunctions {
  private static final double LN2 = StrictMath.log(2);

  private SpecialFunctions() {}

  /**
   * Exact for powers of two: the exponent is split off, so that the rest lies between √½ and √2.
   */
  static double log2(double x) {
    if (!(x > 0) || Double.isInfinite(x)) {
      return StrictMath.log(x);
    }
    int exponent = x < Double.MIN_NORMAL ? Math.getExponent(x * 0x1p60) - 60 : Math.getExponent(x);
    double mantissa = Math.scalb(x, -exponent);
    if (mantissa > Math.sqrt(2)) {
      mantissa /= 2;
      exponent++;
    }
    return exponent + StrictMath.log(mantissa) / LN2;
  }

  static double asinh(double x) {
    double size = Math.abs(x);
    double square = size * size;
    double value =
        size > 1e8
            ? StrictMath.log(size) + LN2
            : StrictMath.log1p(size + square / (1 + Math.sqrt(square + 1)));
    return Math.copySign(value, x);
  }

  static double acosh(double x) {
    if (x > 1e8) {
      return StrictMath.log(x) + LN2;
    }
    double above = x - 1;
    return StrictMath.log1p(above + Math.sqrt(2 * above + above * above));
  }

  static double atanh(double x) {
    double size = Math.abs(x);
    return Math.copySign(0.5 * StrictMath.log1p(2 * size / (1 - size)), x);
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /** {@code log(1 + eˣ)} without overflow. */
  static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
