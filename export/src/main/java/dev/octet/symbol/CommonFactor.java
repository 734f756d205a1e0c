package dev.octet.symbol;

import com.google.common.math.LongMath;
import java.util.ArrayList;
import java.util.List;

/** The largest single product that divides every term of two expressions. */
final class CommonFactor {
  private CommonFactor() {}

  static SymInt of(SymInt a, SymInt b) {
    List<Term> terms = new ArrayList<>(Sums.terms(a));
    terms.addAll(Sums.terms(b));
    if (terms.isEmpty()) {
      return SymInt.ONE;
    }
    long coefficient = 0;
    SymInt product = SymInt.ONE;
    for (Term term : terms) {
      if (term.coefficient() == Long.MIN_VALUE) {
        return SymInt.ONE; // has no positive counterpart
      }
      coefficient = LongMath.gcd(coefficient, Math.abs(term.coefficient()));
    }
    for (Factor factor : terms.getFirst().monomial().factors()) {
      int exponent = Integer.MAX_VALUE;
      for (Term term : terms) {
        exponent = Math.min(exponent, exponentOf(factor.base(), term.monomial()));
      }
      product = product.multiply(factor.base().power(exponent));
    }
    return product.multiply(coefficient);
  }

  private static int exponentOf(Atom atom, Monomial monomial) {
    for (Factor factor : monomial.factors()) {
      if (factor.base().equals(atom)) {
        return factor.exponent();
      }
    }
    return 0;
  }
}
