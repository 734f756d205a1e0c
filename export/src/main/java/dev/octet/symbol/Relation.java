package dev.octet.symbol;

/** How two numbers compare. */
public enum Relation {
  EQUAL("==", "Equality"),
  NOT_EQUAL("!=", "Unequality"),
  LESS("<", "StrictLessThan"),
  LESS_OR_EQUAL("<=", "LessThan"),
  GREATER(">", "StrictGreaterThan"),
  GREATER_OR_EQUAL(">=", "GreaterThan");

  private final String operator;
  private final String sympyName;

  Relation(String operator, String sympyName) {
    this.operator = operator;
    this.sympyName = sympyName;
  }

  String operator() {
    return operator;
  }

  String sympyName() {
    return sympyName;
  }

  /** The relation that holds exactly when this one does not, for integers. */
  Relation negated() {
    return switch (this) {
      case EQUAL -> NOT_EQUAL;
      case NOT_EQUAL -> EQUAL;
      case LESS -> GREATER_OR_EQUAL;
      case LESS_OR_EQUAL -> GREATER;
      case GREATER -> LESS_OR_EQUAL;
      case GREATER_OR_EQUAL -> LESS;
    };
  }

  /** Whether it holds for operands whose comparison has this sign. */
  boolean holds(int sign) {
    return holds(sign, 0.0);
  }

  /** Whether it holds between floating-point numbers; for NaN only {@code !=} does. */
  boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
    };
  }
}
