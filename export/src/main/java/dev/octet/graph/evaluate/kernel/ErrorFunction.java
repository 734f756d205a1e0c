package dev.octet.graph.evaluate.kernel;

/**
 * The error function and its complement in double precision; relative error below 1e-13 wherever
 * the result is a normal number.
 *
 * <p>{@code erf} up to 6 is a Taylor series around the nearest multiple of 1/8. Its centre values
 * come from Kummer's series, whose terms all have one sign, and beyond 2 from Laplace's continued
 * fraction of {@code erfc} (Abramowitz and Stegun 7.1.6 and 7.1.14); the other coefficients follow
 * from the differential equation {@code g' = −2xg} of the derivative {@code g}.
 */
final class ErrorFunction {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);
  private static final double SQRT_PI = Math.sqrt(Math.PI);

  /** Beyond this {@code erf} is 1 to within half a unit in the last place. */
  private static final int LIMIT = 6;

  private static final int CENTRES_PER_UNIT = 8;

  /** At a distance of at most 1/16 the terms left out are below 1e-17. */
  private static final int TERMS = 18;

  private static final double[][] TAYLOR = new double[LIMIT * CENTRES_PER_UNIT + 1][];

  static {
    for (int k = 0; k < TAYLOR.length; k++) {
      TAYLOR[k] = taylor((double) k / CENTRES_PER_UNIT);
    }
  }

  private ErrorFunction() {}

  static double erf(double x) {
    double size = Math.abs(x);
    if (!(size < LIMIT)) {
      return Double.isNaN(x) ? x : Math.copySign(1, x);
    }
    int centre = (int) Math.rint(size * CENTRES_PER_UNIT);
    double distance = size - (double) centre / CENTRES_PER_UNIT;
    double[] coefficients = TAYLOR[centre];
    double sum = 0;
    for (int n = TERMS - 1; n > 0; n--) {
      sum = (sum + coefficients[n]) * distance;
    }
    return Math.copySign(sum + coefficients[0], x);
  }

  static double erfc(double x) {
    if (x <= 2) {
      return 1 - erf(x);
    }
    // The smallest double is reached at 27.3.
    return x > 28 ? 0 : fraction(x);
  }

  private static double[] taylor(double centre) {
    double[] derivative = new double[TERMS];
    double[] coefficients = new double[TERMS];
    derivative[0] = TWO_OVER_SQRT_PI * expOfMinusSquare(centre);
    coefficients[0] = centre <= 2 ? series(centre) : 1 - fraction(centre);
    for (int n = 1; n < TERMS; n++) {
      coefficients[n] = derivative[n - 1] / n;
      derivative[n] = -2 * (centre * derivative[n - 1] + (n > 1 ? derivative[n - 2] : 0)) / n;
    }
    return coefficients;
  }

  /** {@code erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1))}. */
  private static double series(double x) {
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * expOfMinusSquare(x) * sum;
  }

  /**
   * {@code erfc x = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …))))}, from the inside
   * outwards; a NaN stays.
   */
  private static double fraction(double x) {
    // The steps needed for full precision grow as 1/x².
    int steps = 30 + (int) (150 / (x * x));
    double value = x;
    for (int k = steps; k > 0; k--) {
      value = x + k * 0.5 / value;
    }
    return expOfMinusSquare(x) / (SQRT_PI * value);
  }

  /**
   * {@code e^(−x²)} with the rounding error of the square made good: it counts as much as the
   * square is large.
   */
  private static double expOfMinusSquare(double x) {
    double square = x * x;
    double error = Math.fma(x, x, -square);
    return StrictMath.exp(-square) * (1 - error);
  }
}
