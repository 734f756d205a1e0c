package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.TreeMap;

/** Collects terms into the canonical form. Not thread-safe; one per sum. */
final class Sums {
  private final TreeMap<Monomial, Long> coefficients = new TreeMap<>(Monomial.ORDER);

  static SymInt add(SymInt a, SymInt b) {
    return addScaled(a, b, 1);
  }

  /** {@code a + scale * b}. */
  static SymInt addScaled(SymInt a, SymInt b, long scale) {
    if (a instanceof IntConstant x && b instanceof IntConstant y) {
      return SymInt.of(Exact.add(x.value(), Exact.multiply(scale, y.value())));
    }
    return build(merge(terms(a), terms(b), scale));
  }

  /** Both lists are sorted, and so is the result. */
  private static ImmutableList<Term> merge(List<Term> a, List<Term> b, long scale) {
    ImmutableList.Builder<Term> merged = ImmutableList.builder();
    int i = 0;
    for (Term right : b) {
      int order = -1;
      while (i < a.size()
          && (order = Monomial.ORDER.compare(a.get(i).monomial(), right.monomial())) < 0) {
        merged.add(a.get(i++));
      }
      long coefficient = Exact.multiply(right.coefficient(), scale);
      if (i < a.size() && order == 0) {
        coefficient = Exact.add(a.get(i++).coefficient(), coefficient);
      }
      if (coefficient != 0) {
        merged.add(new Term(coefficient, right.monomial()));
      }
    }
    return merged.addAll(a.subList(i, a.size())).build();
  }

  static SymInt of(Iterable<Term> terms) {
    Sums sum = new Sums();
    for (Term term : terms) {
      sum.add(term.coefficient(), term.monomial());
    }
    return sum.build();
  }

  /** The terms of any expression: none for 0, one for a number or an atom. */
  static List<Term> terms(SymInt expression) {
    return switch (expression) {
      case IntConstant number ->
          number.value() == 0 ? List.of() : List.of(new Term(number.value(), Monomial.UNIT));
      case Atom atom -> List.of(new Term(1, Monomial.of(atom)));
      case Polynomial sum -> sum.terms();
    };
  }

  /** The number that is added to the other terms. */
  static long constantTerm(SymInt expression) {
    List<Term> terms = terms(expression);
    return !terms.isEmpty() && terms.getLast().monomial().isUnit()
        ? terms.getLast().coefficient()
        : 0;
  }

  void add(long coefficient, Monomial monomial) {
    if (coefficient == 0) {
      return;
    }
    Long before = coefficients.get(monomial);
    long sum = before == null ? coefficient : Exact.add(before, coefficient);
    if (sum == 0) {
      coefficients.remove(monomial);
    } else {
      coefficients.put(monomial, sum);
    }
  }

  void addAll(SymInt expression, long scale, Monomial factor) {
    for (Term term : terms(expression)) {
      add(Exact.multiply(term.coefficient(), scale), term.monomial().multiply(factor));
    }
  }

  SymInt build() {
    ImmutableList.Builder<Term> terms = ImmutableList.builder();
    coefficients.forEach((monomial, coefficient) -> terms.add(new Term(coefficient, monomial)));
    return build(terms.build());
  }

  private static SymInt build(ImmutableList<Term> terms) {
    if (terms.isEmpty()) {
      return SymInt.ZERO;
    }
    if (terms.size() > Limits.TERMS) {
      throw new SymbolException(
          "the expression has "
              + terms.size()
              + " terms when multiplied out, beyond the limit of "
              + Limits.TERMS);
    }
    if (terms.size() == 1) {
      Term only = terms.getFirst();
      List<Factor> factors = only.monomial().factors();
      if (factors.isEmpty()) {
        return SymInt.of(only.coefficient());
      }
      if (only.coefficient() == 1 && factors.size() == 1 && factors.getFirst().exponent() == 1) {
        return factors.getFirst().base();
      }
    }
    return new Polynomial(terms);
  }
}
