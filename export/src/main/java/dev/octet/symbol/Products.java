package dev.octet.symbol;

import java.util.List;

/** Products and powers, multiplied out. */
final class Products {
  private Products() {}

  static SymInt multiply(SymInt a, SymInt b) {
    if (a instanceof IntConstant x && b instanceof IntConstant y) {
      return SymInt.of(Exact.multiply(x.value(), y.value()));
    }
    List<Term> left = Sums.terms(a);
    List<Term> right = Sums.terms(b);
    if ((long) left.size() * right.size() > Limits.TERM_PRODUCTS) {
      throw new SymbolException(
          "a product of sums of "
              + left.size()
              + " and "
              + right.size()
              + " terms is beyond the limit of "
              + Limits.TERM_PRODUCTS
              + " products");
    }
    Sums product = new Sums();
    for (Term term : left) {
      product.addAll(b, term.coefficient(), term.monomial());
    }
    return product.build();
  }

  static SymInt power(SymInt base, int exponent) {
    if (exponent < 0) {
      throw new SymbolException(
          "("
              + Limits.excerpt(base)
              + ")**"
              + exponent
              + " is no integer; use a power of at least 0");
    }
    List<Term> terms = Sums.terms(base);
    if (terms.size() <= 1) {
      return exponent == 0
          ? SymInt.ONE
          : Sums.of(
              terms.stream()
                  .map(t ->
                      new Term(
                          Exact.power(t.coefficient(), exponent), t.monomial().power(exponent)))
                  .toList());
    }
    if (exponent >= Limits.TERMS) {
      throw new SymbolException(
          "("
              + Limits.excerpt(base)
              + ")**"
              + exponent
              + " has more than "
              + Limits.TERMS
              + " terms when multiplied out");
    }
    SymInt result = SymInt.ONE;
    for (int i = 0; i < exponent; i++) {
      result = multiply(result, base);
    }
    return result;
  }
}
