package dev.octet.symbol;

/** 64-bit arithmetic that reports overflow and division by zero with the operands. */
final class Exact {
  private Exact() {}

  static long add(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw overflow(a + " + " + b);
    }
    return sum;
  }

  static long multiply(long a, long b) {
    long product = a * b;
    if (Math.multiplyHigh(a, b) != product >> 63) {
      throw overflow(a + " * " + b);
    }
    return product;
  }

  static long negate(long a) {
    return multiply(a, -1);
  }

  static long floorDivide(long a, long b) {
    requireNonzero(a, b, "//");
    if (a == Long.MIN_VALUE && b == -1) {
      throw overflow(a + " // " + b);
    }
    return Math.floorDiv(a, b);
  }

  static long floorModulo(long a, long b) {
    requireNonzero(a, b, "%");
    return b == -1 ? 0 : Math.floorMod(a, b);
  }

  /** The quotient, if there is no remainder. */
  static long divide(long a, long b) {
    if (floorModulo(a, b) != 0) {
      throw new SymbolException(a + " is not divisible by " + b + ", as the expression promises");
    }
    return floorDivide(a, b);
  }

  static long power(long base, long exponent) {
    if (exponent < 0) {
      throw new SymbolException(base + "**" + exponent + " is not an integer power");
    }
    long result = 1;
    long square = base;
    for (long left = exponent; left > 0; ) {
      if ((left & 1) == 1) {
        result = multiply(result, square);
      }
      left >>= 1;
      if (left > 0) {
        square = multiply(square, square);
      }
    }
    return result;
  }

  private static void requireNonzero(long a, long b, String operator) {
    if (b == 0) {
      throw new SymbolException("division by zero: " + a + " " + operator + " 0");
    }
  }

  private static SymbolException overflow(String operation) {
    return new SymbolException(operation + " overflows 64 bits");
  }
}
