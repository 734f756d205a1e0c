package dev.octet.symbol;

import com.google.common.math.LongMath;
import java.util.List;
import java.util.Optional;

/** The remainder of floor division. */
final class Remainders {
  private Remainders() {}

  static SymInt modulo(SymInt dividend, SymInt divisor) {
    if (divisor instanceof IntConstant number) {
      return byConstant(dividend, number.value());
    }
    return Interval.of(divisor).isPositive()
        ? byPositive(dividend, divisor)
        : Call.of(IntFunction.MOD, dividend, divisor);
  }

  private static SymInt byConstant(SymInt dividend, long divisor) {
    if (dividend instanceof IntConstant number) {
      return SymInt.of(Exact.floorModulo(number.value(), divisor));
    }
    if (divisor == 0) {
      throw new SymbolException("division by zero: " + Limits.excerpt(dividend) + " % 0");
    }
    return divisor < 0
        ? byPositiveConstant(dividend.negate(), Exact.negate(divisor)).negate()
        : byPositiveConstant(dividend, divisor);
  }

  private static SymInt byPositiveConstant(SymInt dividend, long divisor) {
    SymInt rest = reducedCoefficients(dividend, divisor);
    Interval interval = Interval.of(rest);
    if (rest.isConstant() || (interval.low() >= 0 && interval.high() < divisor)) {
      return rest;
    }
    long common = divisor;
    for (Term term : Sums.terms(rest)) {
      common = LongMath.gcd(common, term.coefficient());
    }
    if (common > 1) {
      // (g*x) mod (g*c) = g * (x mod c)
      Sums shrunk = new Sums();
      for (Term term : Sums.terms(rest)) {
        shrunk.add(term.coefficient() / common, term.monomial());
      }
      return byPositiveConstant(shrunk.build(), divisor / common).multiply(common);
    }
    return Call.of(IntFunction.MOD, rest, SymInt.of(divisor));
  }

  /**
   * Coefficients in 0..divisor-1; an inner {@code x mod a} gives way to x where that changes
   * nothing.
   */
  private static SymInt reducedCoefficients(SymInt dividend, long divisor) {
    SymInt rest = dividend;
    boolean again = true;
    while (again) {
      again = false;
      Sums reduced = new Sums();
      for (Term term : Sums.terms(rest)) {
        long coefficient = Math.floorMod(term.coefficient(), divisor);
        Optional<SymInt> inner = innerDividend(term.monomial(), coefficient, divisor);
        if (inner.isPresent()) {
          again = true;
          addReduced(reduced, inner.get(), coefficient, divisor);
        } else {
          reduced.add(coefficient, term.monomial());
        }
      }
      rest = reduced.build();
    }
    Sums reduced = new Sums();
    for (Term term : Sums.terms(rest)) {
      reduced.add(Math.floorMod(term.coefficient(), divisor), term.monomial());
    }
    return reduced.build();
  }

  private static void addReduced(Sums sum, SymInt expression, long scale, long divisor) {
    for (Term term : Sums.terms(expression)) {
      long coefficient = Math.floorMod(term.coefficient(), divisor);
      sum.add(Math.floorMod(coefficient * scale, divisor), term.monomial());
    }
  }

  private static Optional<SymInt> innerDividend(Monomial monomial, long coefficient, long divisor) {
    return monomial.factors().size() == 1
            && monomial.factors().getFirst().exponent() == 1
            && monomial.factors().getFirst().base() instanceof Call call
            && call.is(IntFunction.MOD)
            && call.argument(1) instanceof IntConstant inner
            && divisor <= Integer.MAX_VALUE // products of two coefficients fit 64 bits
            && inner.value() % (divisor / LongMath.gcd(coefficient, divisor)) == 0
        ? Optional.of(call.argument(0))
        : Optional.empty();
  }

  private static SymInt byPositive(SymInt dividend, SymInt divisor) {
    if (ExactDivision.quotient(dividend, divisor).isPresent()) {
      return SymInt.ZERO;
    }
    List<Term> by = Sums.terms(divisor);
    Sums kept = new Sums();
    for (Term term : Sums.terms(dividend)) {
      if (by.size() != 1 || ExactDivision.divide(term, by.getFirst()).isEmpty()) {
        kept.add(term.coefficient(), term.monomial());
      }
    }
    SymInt rest = kept.build();
    Interval gap = Interval.of(divisor.subtract(rest));
    return Interval.of(rest).low() >= 0 && gap.isPositive()
        ? rest
        : Call.of(IntFunction.MOD, rest, divisor);
  }
}
