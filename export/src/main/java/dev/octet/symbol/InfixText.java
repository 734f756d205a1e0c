package dev.octet.symbol;

import java.util.stream.Collectors;

/** Prints integers as {@code 2*s77 + 1}. */
final class InfixText {
  private InfixText() {}

  static String of(Polynomial sum) {
    StringBuilder text = new StringBuilder();
    for (Term term : sum.terms()) {
      boolean subtract = term.coefficient() < 0 && term.coefficient() != Long.MIN_VALUE;
      String magnitude = magnitude(term, subtract ? -term.coefficient() : term.coefficient());
      if (text.isEmpty()) {
        text.append(subtract ? "-" : "");
      } else {
        text.append(subtract ? " - " : " + ");
      }
      text.append(magnitude);
    }
    return text.toString();
  }

  private static String magnitude(Term term, long coefficient) {
    if (term.monomial().isUnit()) {
      return Long.toString(coefficient);
    }
    String product =
        term.monomial().factors().stream().map(InfixText::of).collect(Collectors.joining("*"));
    return coefficient == 1 ? product : coefficient + "*" + product;
  }

  private static String of(Factor factor) {
    return factor.exponent() == 1
        ? factor.base().toString()
        : factor.base() + "**" + factor.exponent();
  }

  static String of(Call call) {
    return switch (call.function()) {
      case FLOOR_DIV -> "(" + operand(call, 0) + "//" + operand(call, 1) + ")";
      case MOD -> "(" + operand(call, 0) + " % " + operand(call, 1) + ")";
      default -> prefix(call.function().sympyName(), call.arguments());
    };
  }

  /** {@code name(a, b)}. */
  static String prefix(String name, Iterable<SymExpr> arguments) {
    StringBuilder text = new StringBuilder(name).append('(');
    String separator = "";
    for (SymExpr argument : arguments) {
      text.append(separator).append(argument);
      separator = ", ";
    }
    return text.append(')').toString();
  }

  private static String operand(Call call, int index) {
    SymInt operand = call.argument(index);
    boolean bare = operand instanceof Atom || (operand instanceof IntConstant n && n.value() >= 0);
    return bare ? operand.toString() : "(" + operand + ")";
  }
}
