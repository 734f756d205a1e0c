package dev.octet.symbol;

import java.util.List;

/** The opposite of a condition that is not a comparison of integers. */
record Negation(SymBool operand) implements SymBool {
  static SymBool of(SymBool operand) {
    return switch (operand) {
      case BoolConstant constant -> BoolConstant.of(!constant.value());
      case Negation not -> not.operand;
      case Comparison(SymInt left, Relation relation, SymInt right) ->
          Comparison.of(left, relation.negated(), right);
      case Comparison comparison -> new Negation(comparison); // NaN has no opposite relation
      case Junction junction -> {
        Negation negation = new Negation(junction);
        negation.extent().checked();
        yield negation;
      }
    };
  }

  @Override
  public Extent extent() {
    return Extent.enclosing(List.of(operand));
  }

  @Override
  public String toSympy() {
    return SympyText.call("Not", List.of(operand));
  }

  @Override
  public String toString() {
    return "Not(" + operand + ")";
  }
}
