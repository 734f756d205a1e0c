package dev.octet.symbol;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An infix operator.
 *
 * @param function the name of the function that it stands for
 */
record Operator(String function, int precedence) {
  static final int NOT = 3;
  static final int UNARY = 10;
  private static final int RELATION = 4;
  private static final int POWER = 11;

  private static final ImmutableMap<String, Operator> OPERATORS =
      ImmutableMap.<String, Operator>builder()
          .put("or", new Operator("Or", 1))
          .put("and", new Operator("And", 2))
          .put("==", new Operator("Eq", RELATION))
          .put("!=", new Operator("Ne", RELATION))
          .put("<", new Operator("Lt", RELATION))
          .put("<=", new Operator("Le", RELATION))
          .put(">", new Operator("Gt", RELATION))
          .put(">=", new Operator("Ge", RELATION))
          .put("|", new Operator("Or", 5))
          .put("&", new Operator("And", 6))
          .put("<<", new Operator("LShift", 7))
          .put(">>", new Operator("RShift", 7))
          .put("+", new Operator("Add", 8))
          .put("-", new Operator("Subtract", 8))
          .put("*", new Operator("Mul", 9))
          .put("/", new Operator("Divide", 9))
          .put("//", new Operator("FloorDiv", 9))
          .put("%", new Operator("Mod", 9))
          .put("**", new Operator("Pow", POWER))
          .buildOrThrow();

  static @Nullable Operator of(Token token) {
    return token.kind() == Token.Kind.OPERATOR || token.kind() == Token.Kind.NAME
        ? OPERATORS.get(token.text())
        : null;
  }

  boolean isPower() {
    return precedence == POWER;
  }

  boolean isRelation() {
    return precedence == RELATION;
  }

  /**
   * What the right operand must bind as tightly as: powers group from the right, all others from
   * the left.
   */
  int rightPrecedence() {
    return precedence == POWER ? UNARY : precedence + 1;
  }

  SymExpr apply(SymExpr left, SymExpr right) {
    boolean integers = left instanceof SymInt && right instanceof SymInt;
    return switch (function) {
      case "Subtract" ->
          left instanceof SymInt a && right instanceof SymInt b
              ? a.subtract(b)
              : Functions.call("Add", List.of(left, negate(right)));
      case "Divide" ->
          Functions.call(integers ? "IntTrueDiv" : "FloatTrueDiv", List.of(left, right));
      default -> Functions.call(function, List.of(left, right));
    };
  }

  static SymExpr negate(SymExpr operand) {
    return operand instanceof FloatConstant number
        ? SymFloat.of(-number.value())
        : Functions.call("Mul", List.of(SymInt.of(-1), operand));
  }
}
