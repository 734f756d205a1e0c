package dev.octet.symbol;

/** Floating-point numbers to integers. */
final class Rounding {
  private static final double TWO_TO_63 = 0x1p63;

  private Rounding() {}

  static long round(IntFunction rounding, double value) {
    double rounded =
        switch (rounding) {
          case TRUNC_TO_INT -> value < 0 ? Math.ceil(value) : Math.floor(value);
          case FLOOR_TO_INT -> Math.floor(value);
          case CEIL_TO_INT -> Math.ceil(value);
          case ROUND_TO_INT -> Math.rint(value); // halves to even, as Python's round
          default -> throw new IllegalArgumentException(rounding.sympyName());
        };
    if (!(rounded >= -TWO_TO_63 && rounded < TWO_TO_63)) {
      throw new SymbolException(rounding.sympyName() + " of " + value + " does not fit 64 bits");
    }
    return (long) rounded;
  }
}
