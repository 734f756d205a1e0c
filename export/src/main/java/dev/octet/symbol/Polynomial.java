package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A sum of products that is neither a number nor a bare atom; the terms are sorted and distinct.
 */
final class Polynomial implements SymInt {
  private final ImmutableList<Term> terms;
  private final Extent extent;
  private int hash; // computed on first use; a race only computes it again

  Polynomial(ImmutableList<Term> terms) {
    this.terms = terms;
    this.extent = measure(terms);
  }

  ImmutableList<Term> terms() {
    return terms;
  }

  private static Extent measure(ImmutableList<Term> terms) {
    Extent sum = new Extent(0, 0);
    for (Term term : terms) {
      Extent product = Extent.LEAF;
      for (Factor factor : term.monomial().factors()) {
        Extent base = factor.base().extent();
        product = product.beside(factor.exponent() == 1 ? base : base.wrapped(1));
      }
      boolean isProduct = term.monomial().factors().size() + (term.coefficient() == 1 ? 0 : 1) > 1;
      sum = sum.beside(isProduct ? product.wrapped(1) : product);
    }
    return (terms.size() == 1 ? sum : sum.wrapped(1)).checked();
  }

  @Override
  public Extent extent() {
    return extent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Polynomial sum
            && hashCode() == sum.hashCode()
            && terms.equals(sum.terms));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = terms.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return InfixText.of(this);
  }
}
