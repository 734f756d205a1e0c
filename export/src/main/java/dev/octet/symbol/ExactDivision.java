package dev.octet.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Division of polynomials without a remainder. */
final class ExactDivision {
  private ExactDivision() {}

  /** The expression {@code q} with {@code q * divisor == dividend}, if long division finds one. */
  static Optional<SymInt> quotient(SymInt dividend, SymInt divisor) {
    try {
      return divide(dividend, divisor);
    } catch (SymbolException e) {
      return Optional.empty(); // an intermediate result is beyond the limits
    }
  }

  private static Optional<SymInt> divide(SymInt dividend, SymInt divisor) {
    List<Term> by = Sums.terms(divisor);
    if (by.isEmpty()) {
      return Optional.empty();
    }
    List<Term> quotient = new ArrayList<>();
    SymInt rest = dividend;
    // Every step removes the leading term; the budget bounds what a hostile divisor can cost.
    long budget = Limits.TERM_PRODUCTS;
    while (!Sums.terms(rest).isEmpty()) {
      Term lead = Sums.terms(rest).getFirst();
      Optional<Term> step = divide(lead, by.getFirst());
      budget -= Sums.terms(rest).size() + by.size();
      if (step.isEmpty() || budget < 0) {
        return Optional.empty();
      }
      quotient.add(step.get());
      Sums difference = new Sums();
      difference.addAll(rest, 1, Monomial.UNIT);
      difference.addAll(divisor, Exact.negate(step.get().coefficient()), step.get().monomial());
      rest = difference.build();
    }
    return Optional.of(Sums.of(quotient));
  }

  static Optional<Term> divide(Term term, Term divisor) {
    if (Exact.floorModulo(term.coefficient(), divisor.coefficient()) != 0) {
      return Optional.empty();
    }
    return term.monomial()
        .divide(divisor.monomial())
        .map(m -> new Term(Exact.floorDivide(term.coefficient(), divisor.coefficient()), m));
  }

  /** Division that the writer of the expression promises to be exact. */
  static SymInt cleanDivide(SymInt dividend, SymInt divisor) {
    if (dividend instanceof IntConstant x && divisor instanceof IntConstant y) {
      return SymInt.of(Exact.divide(x.value(), y.value()));
    }
    Optional<SymInt> quotient =
        divisor.isConstant() || Interval.of(divisor).isPositive()
            ? quotient(dividend, divisor)
            : Optional.empty();
    return quotient.orElseGet(() -> Call.of(IntFunction.CLEAN_DIV, dividend, divisor));
  }
}
