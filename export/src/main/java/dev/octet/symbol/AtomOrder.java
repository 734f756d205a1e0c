package dev.octet.symbol;

import java.util.List;

/**
 * A total order of atoms and expressions, consistent with {@code equals}: numbers, symbols,
 * functions, then sums.
 */
final class AtomOrder {
  private AtomOrder() {}

  static int compare(SymInt a, SymInt b) {
    if (a.equals(b)) {
      return 0;
    }
    if (a instanceof IntConstant x && b instanceof IntConstant y) {
      return Long.compare(x.value(), y.value());
    }
    if (a instanceof Symbol x && b instanceof Symbol y) {
      return Symbol.ORDER.compare(x, y);
    }
    if (a instanceof Call x && b instanceof Call y) {
      int byFunction = x.function().compareTo(y.function());
      return byFunction != 0 ? byFunction : compareArguments(x.arguments(), y.arguments());
    }
    if (a instanceof Polynomial x && b instanceof Polynomial y) {
      return compareTerms(x.terms(), y.terms());
    }
    return Integer.compare(rank(a), rank(b));
  }

  private static int rank(SymInt expression) {
    return switch (expression) {
      case IntConstant number -> 0;
      case Symbol symbol -> 1;
      case Call call -> 2;
      case Polynomial sum -> 3;
    };
  }

  private static int compareArguments(List<SymExpr> a, List<SymExpr> b) {
    int bySize = Integer.compare(a.size(), b.size());
    for (int i = 0; bySize == 0 && i < a.size(); i++) {
      int order = compareAny(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return bySize;
  }

  private static int compareAny(SymExpr a, SymExpr b) {
    return a instanceof SymInt x && b instanceof SymInt y
        ? compare(x, y)
        : a.toSympy().compareTo(b.toSympy());
  }

  private static int compareTerms(List<Term> a, List<Term> b) {
    int bySize = Integer.compare(a.size(), b.size());
    for (int i = 0; bySize == 0 && i < a.size(); i++) {
      int order = Monomial.ORDER.compare(a.get(i).monomial(), b.get(i).monomial());
      if (order == 0) {
        order = Long.compare(a.get(i).coefficient(), b.get(i).coefficient());
      }
      if (order != 0) {
        return order;
      }
    }
    return bySize;
  }
}
