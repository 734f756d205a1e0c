package dev.octet.symbol;

import com.google.common.math.LongMath;
import java.util.List;
import java.util.Optional;

/** Division that rounds towards minus infinity, with what is divisible taken out. */
final class FloorDivision {
  private FloorDivision() {}

  static SymInt divide(SymInt dividend, SymInt divisor) {
    if (divisor instanceof IntConstant number) {
      return byConstant(dividend, number.value());
    }
    // A symbolic divisor that may be 0 stays, so that evaluation reports the division by zero.
    return Interval.of(divisor).isPositive()
        ? byPositive(dividend, divisor)
        : Call.of(IntFunction.FLOOR_DIV, dividend, divisor);
  }

  static SymInt divideUp(SymInt dividend, SymInt divisor) {
    return Interval.of(divisor).isPositive()
        ? divide(dividend.add(divisor).subtract(1), divisor)
        : divide(dividend.negate(), divisor).negate();
  }

  private static SymInt byConstant(SymInt dividend, long divisor) {
    if (dividend instanceof IntConstant number) {
      return SymInt.of(Exact.floorDivide(number.value(), divisor));
    }
    if (divisor == 0) {
      throw new SymbolException("division by zero: " + Limits.excerpt(dividend) + " // 0");
    }
    return divisor < 0
        ? byPositiveConstant(dividend.negate(), Exact.negate(divisor))
        : byPositiveConstant(dividend, divisor);
  }

  /**
   * floor((q*c + r) / c) = q + floor(r / c), with the coefficients of r in 0..c-1 and its constant
   * in 1-c..0: the form in which the sizes of convolutions come, floor((s - 1) / 2) + 1.
   */
  private static SymInt byPositiveConstant(SymInt dividend, long divisor) {
    Sums whole = new Sums();
    Sums rest = new Sums();
    for (Term term : Sums.terms(dividend)) {
      long coefficient = term.coefficient();
      long quotient = Math.floorDiv(coefficient, divisor);
      long remainder = coefficient - quotient * divisor;
      if (term.monomial().isUnit() && remainder != 0) {
        quotient++;
        remainder -= divisor;
      }
      whole.add(quotient, term.monomial());
      rest.add(remainder, term.monomial());
    }
    return whole.build().add(reduced(rest.build(), divisor));
  }

  private static SymInt reduced(SymInt rest, long divisor) {
    if (rest instanceof IntConstant number) {
      return SymInt.of(Math.floorDiv(number.value(), divisor));
    }
    Interval interval = Interval.of(rest);
    if (interval.isFinite()
        && Math.floorDiv(interval.low(), divisor) == Math.floorDiv(interval.high(), divisor)) {
      return SymInt.of(Math.floorDiv(interval.low(), divisor));
    }
    long constant = Sums.constantTerm(rest);
    SymInt variable = rest.subtract(constant);
    long common = divisor;
    for (Term term : Sums.terms(variable)) {
      common = LongMath.gcd(common, term.coefficient());
    }
    if (common > 1) {
      // floor((g*x + k) / (g*c)) = floor((x + floor(k/g)) / c)
      Sums shrunk = new Sums();
      for (Term term : Sums.terms(variable)) {
        shrunk.add(term.coefficient() / common, term.monomial());
      }
      shrunk.add(Math.floorDiv(constant, common), Monomial.UNIT);
      return byPositiveConstant(shrunk.build(), divisor / common);
    }
    return nested(variable, constant, divisor)
        .orElseGet(() -> Call.of(IntFunction.FLOOR_DIV, rest, SymInt.of(divisor)));
  }

  /** floor((floor(x/a) + k) / b) = floor((x + k*a) / (a*b)) for positive a and b. */
  private static Optional<SymInt> nested(SymInt variable, long constant, long divisor) {
    if (variable instanceof Call call
        && call.is(IntFunction.FLOOR_DIV)
        && call.argument(1) instanceof IntConstant inner
        && inner.value() <= Long.MAX_VALUE / divisor) {
      SymInt shifted = call.argument(0).add(Exact.multiply(constant, inner.value()));
      return Optional.of(byPositiveConstant(shifted, inner.value() * divisor));
    }
    return Optional.empty();
  }

  private static SymInt byPositive(SymInt dividend, SymInt divisor) {
    Optional<SymInt> exact = ExactDivision.quotient(dividend, divisor);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<Term> by = Sums.terms(divisor);
    Sums whole = new Sums();
    Sums rest = new Sums();
    for (Term term : Sums.terms(dividend)) {
      Optional<Term> part =
          by.size() == 1 ? ExactDivision.divide(term, by.getFirst()) : Optional.empty();
      part.ifPresentOrElse(
          q -> whole.add(q.coefficient(), q.monomial()),
          () -> rest.add(term.coefficient(), term.monomial()));
    }
    return whole.build().add(withoutCommonFactor(rest.build(), divisor));
  }

  /** Cancels positive factors that every term of both sides has: (a*s) // (b*s) = a // b. */
  private static SymInt withoutCommonFactor(SymInt dividend, SymInt divisor) {
    SymInt common = CommonFactor.of(dividend, divisor);
    if (!common.equals(SymInt.ONE) && Interval.of(common).isPositive()) {
      Optional<SymInt> left = ExactDivision.quotient(dividend, common);
      Optional<SymInt> right = ExactDivision.quotient(divisor, common);
      if (left.isPresent() && right.isPresent()) {
        return divide(left.get(), right.get());
      }
    }
    Interval above = Interval.of(dividend);
    Interval gap = Interval.of(divisor.subtract(dividend));
    return above.low() >= 0 && gap.isPositive()
        ? SymInt.ZERO
        : Call.of(IntFunction.FLOOR_DIV, dividend, divisor);
  }
}
