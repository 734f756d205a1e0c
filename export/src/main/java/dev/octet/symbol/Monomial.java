package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A product of powers of distinct atoms, sorted; empty for the constant term. */
record Monomial(ImmutableList<Factor> factors) {
  static final Monomial UNIT = new Monomial(ImmutableList.of());

  /**
   * Higher degrees first, then by the first atom whose exponents differ. This order survives
   * multiplication by a monomial, which exact division relies on.
   */
  static final Comparator<Monomial> ORDER = Monomial::compare;

  static Monomial of(Atom atom) {
    return new Monomial(ImmutableList.of(new Factor(atom, 1)));
  }

  boolean isUnit() {
    return factors.isEmpty();
  }

  Monomial multiply(Monomial other) {
    if (isUnit()) {
      return other;
    }
    if (other.isUnit()) {
      return this;
    }
    ImmutableList.Builder<Factor> merged = ImmutableList.builder();
    int i = 0;
    int j = 0;
    while (i < factors.size() && j < other.factors.size()) {
      Factor left = factors.get(i);
      Factor right = other.factors.get(j);
      int order = AtomOrder.compare(left.base(), right.base());
      if (order == 0) {
        merged.add(new Factor(left.base(), exponent((long) left.exponent() + right.exponent())));
        i++;
        j++;
      } else if (order < 0) {
        merged.add(left);
        i++;
      } else {
        merged.add(right);
        j++;
      }
    }
    merged.addAll(factors.subList(i, factors.size()));
    merged.addAll(other.factors.subList(j, other.factors.size()));
    return new Monomial(merged.build());
  }

  Monomial power(int exponent) {
    return exponent == 0
        ? UNIT
        : new Monomial(
            factors.stream()
                .map(f -> new Factor(f.base(), exponent((long) f.exponent() * exponent)))
                .collect(ImmutableList.toImmutableList()));
  }

  /** The quotient, if every factor of the divisor is in this. */
  Optional<Monomial> divide(Monomial divisor) {
    ImmutableList.Builder<Factor> quotient = ImmutableList.builder();
    int j = 0;
    for (Factor factor : factors) {
      int left = factor.exponent();
      if (j < divisor.factors.size() && divisor.factors.get(j).base().equals(factor.base())) {
        left -= divisor.factors.get(j).exponent();
        j++;
      }
      if (left < 0) {
        return Optional.empty();
      }
      if (left > 0) {
        quotient.add(new Factor(factor.base(), left));
      }
    }
    return j == divisor.factors.size()
        ? Optional.of(new Monomial(quotient.build()))
        : Optional.empty();
  }

  private static int exponent(long exponent) {
    if (exponent > Integer.MAX_VALUE) {
      throw new SymbolException("the exponent " + exponent + " is beyond " + Integer.MAX_VALUE);
    }
    return (int) exponent;
  }

  private long degree() {
    long degree = 0;
    for (Factor factor : factors) {
      degree += factor.exponent();
    }
    return degree;
  }

  private static int compare(Monomial a, Monomial b) {
    int byDegree = Long.compare(b.degree(), a.degree());
    if (byDegree != 0) {
      return byDegree;
    }
    List<Factor> left = a.factors;
    List<Factor> right = b.factors;
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int byAtom = AtomOrder.compare(left.get(i).base(), right.get(i).base());
      if (byAtom != 0) {
        return byAtom;
      }
      int byExponent = Integer.compare(right.get(i).exponent(), left.get(i).exponent());
      if (byExponent != 0) {
        return byExponent;
      }
    }
    return 0; // of equal degree and with a common start: the same
  }
}
