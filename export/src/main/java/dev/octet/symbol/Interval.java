package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;

/**
 * Values that an expression can have. The ends of {@code long} stand for the infinities; arithmetic
 * stops there, which is sound because evaluation reports values beyond 64 bits as errors.
 */
record Interval(long low, long high) {
  private static final long NEGATIVE_INFINITY = Long.MIN_VALUE;
  private static final long INFINITY = Long.MAX_VALUE;
  static final Interval ALL = new Interval(NEGATIVE_INFINITY, INFINITY);
  static final Interval AT_LEAST_0 = new Interval(0, INFINITY);
  static final Interval AT_LEAST_1 = new Interval(1, INFINITY);

  static Interval of(SymInt expression) {
    return switch (expression) {
      case IntConstant number -> new Interval(number.value(), number.value());
      case Symbol symbol -> symbol.positive() ? AT_LEAST_1 : ALL;
      case Call call -> call.interval();
      case Polynomial sum -> {
        Interval total = new Interval(0, 0);
        for (Term term : sum.terms()) {
          Interval product = new Interval(term.coefficient(), term.coefficient());
          for (Factor factor : term.monomial().factors()) {
            product = product.times(of(factor.base()).power(factor.exponent()));
          }
          total = total.plus(product);
        }
        yield total;
      }
    };
  }

  static Interval ofCall(IntFunction function, ImmutableList<SymExpr> arguments) {
    return switch (function) {
      case FLOOR_DIV, CLEAN_DIV -> at(arguments, 0).quotient(at(arguments, 1));
      case MOD -> {
        Interval divisor = at(arguments, 1);
        yield divisor.isPositive() ? new Interval(0, plus(divisor.high, -1, INFINITY)) : ALL;
      }
      case MAX, MIN -> {
        Interval all = at(arguments, 0);
        for (int i = 1; i < arguments.size(); i++) {
          Interval next = at(arguments, i);
          all =
              function == IntFunction.MAX
                  ? new Interval(Math.max(all.low, next.low), Math.max(all.high, next.high))
                  : new Interval(Math.min(all.low, next.low), Math.min(all.high, next.high));
        }
        yield all;
      }
      case ABS -> AT_LEAST_0;
      case POW_BY_NATURAL -> at(arguments, 0).isPositive() ? AT_LEAST_1 : ALL;
      case WHERE -> {
        Interval yes = at(arguments, 1);
        Interval no = at(arguments, 2);
        yield new Interval(Math.min(yes.low, no.low), Math.max(yes.high, no.high));
      }
      case IS_NON_OVERLAPPING_AND_DENSE_INDICATOR -> new Interval(0, 1);
      case L_SHIFT, R_SHIFT, TRUNC_TO_INT, FLOOR_TO_INT, CEIL_TO_INT, ROUND_TO_INT -> ALL;
    };
  }

  private static Interval at(ImmutableList<SymExpr> arguments, int index) {
    return of((SymInt) arguments.get(index));
  }

  boolean isFinite() {
    return low != NEGATIVE_INFINITY && high != INFINITY;
  }

  boolean isPositive() {
    return low >= 1;
  }

  boolean isNonNegative() {
    return low >= 0;
  }

  Range toRange() {
    return new Range(
        low == NEGATIVE_INFINITY ? OptionalLong.empty() : OptionalLong.of(low),
        high == INFINITY ? OptionalLong.empty() : OptionalLong.of(high));
  }

  private Interval plus(Interval other) {
    return new Interval(plus(low, other.low, NEGATIVE_INFINITY), plus(high, other.high, INFINITY));
  }

  private Interval times(Interval other) {
    long a = times(low, other.low);
    long b = times(low, other.high);
    long c = times(high, other.low);
    long d = times(high, other.high);
    return new Interval(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  private Interval power(int exponent) {
    if (exponent == 1) {
      return this;
    }
    if (low >= 0) {
      return new Interval(power(low, exponent), power(high, exponent));
    }
    return exponent % 2 == 0 ? AT_LEAST_0 : ALL;
  }

  private Interval quotient(Interval divisor) {
    if (divisor.low == divisor.high && divisor.isPositive()) {
      return new Interval(
          low == NEGATIVE_INFINITY ? low : Math.floorDiv(low, divisor.low),
          high == INFINITY ? high : Math.floorDiv(high, divisor.low));
    }
    return divisor.isPositive() && isNonNegative() ? new Interval(0, high) : ALL;
  }

  /** A sum in which {@code winner}, an infinity, outweighs everything. */
  private static long plus(long a, long b, long winner) {
    if (a == winner || b == winner) {
      return winner;
    }
    long sum = a + b;
    boolean overflow = ((a ^ sum) & (b ^ sum)) < 0;
    return overflow ? (a < 0 ? NEGATIVE_INFINITY : INFINITY) : sum;
  }

  private static long times(long a, long b) {
    long product = a * b;
    if (Math.multiplyHigh(a, b) == product >> 63) {
      return product;
    }
    return (a < 0) == (b < 0) ? INFINITY : NEGATIVE_INFINITY;
  }

  private static long power(long base, int exponent) {
    long result = 1;
    for (int i = 0; i < exponent && base > 1; i++) {
      result = times(result, base);
      if (result == INFINITY) {
        return result;
      }
    }
    return base > 1 ? result : base;
  }
}
