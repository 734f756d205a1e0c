package dev.octet.symbol;

import java.util.List;

/** A relation between two integers or floating-point numbers. */
record Comparison(SymExpr left, Relation relation, SymExpr right) implements SymBool {
  static SymBool of(SymExpr left, Relation relation, SymExpr right) {
    if (left instanceof SymBool || right instanceof SymBool) {
      throw new SymbolException(
          "\""
              + relation.operator()
              + "\" between "
              + Limits.excerpt(left)
              + " and "
              + Limits.excerpt(right)
              + " is not supported: numbers are expected on both sides");
    }
    Comparison comparison = new Comparison(left, relation, right);
    Extent.enclosing(List.of(left, right));
    return left instanceof SymInt a && right instanceof SymInt b
        ? comparison.folded(a, b)
        : comparison;
  }

  private SymBool folded(SymInt a, SymInt b) {
    Interval difference;
    try {
      difference = Interval.of(a.subtract(b));
    } catch (SymbolException e) {
      return this; // no canonical difference within the limits
    }
    boolean lower = difference.high() < 0;
    boolean notHigher = difference.high() <= 0;
    boolean higher = difference.low() > 0;
    boolean notLower = difference.low() >= 0;
    return switch (relation) {
      case LESS -> decide(lower, notLower);
      case LESS_OR_EQUAL -> decide(notHigher, higher);
      case GREATER -> decide(higher, notHigher);
      case GREATER_OR_EQUAL -> decide(notLower, lower);
      case EQUAL -> decide(notHigher && notLower, lower || higher);
      case NOT_EQUAL -> decide(lower || higher, notHigher && notLower);
    };
  }

  private SymBool decide(boolean isTrue, boolean isFalse) {
    return isTrue || isFalse ? BoolConstant.of(isTrue) : this;
  }

  @Override
  public Extent extent() {
    return Extent.enclosing(List.of(left, right));
  }

  @Override
  public String toSympy() {
    return SympyText.call(relation.sympyName(), List.of(left, right));
  }

  @Override
  public String toString() {
    return left + " " + relation.operator() + " " + right;
  }
}
