package dev.octet.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints integers in constructor notation: {@code Mul(Integer(2), Symbol('s77', ...))}. */
final class SympyText {
  private SympyText() {}

  static String of(SymInt expression) {
    return switch (expression) {
      case IntConstant number -> "Integer(" + number.value() + ")";
      case Symbol symbol -> symbol.toSympy();
      case Call call -> call(name(call), call.arguments());
      case Polynomial sum -> {
        List<String> terms = sum.terms().stream().map(SympyText::of).toList();
        yield terms.size() == 1 ? terms.getFirst() : join("Add", terms);
      }
    };
  }

  static String call(String name, List<? extends SymExpr> arguments) {
    return join(name, arguments.stream().map(SymExpr::toSympy).toList());
  }

  private static String of(Term term) {
    List<String> factors = new ArrayList<>();
    if (term.coefficient() != 1 || term.monomial().isUnit()) {
      factors.add("Integer(" + term.coefficient() + ")");
    }
    for (Factor factor : term.monomial().factors()) {
      String base = of(factor.base());
      factors.add(
          factor.exponent() == 1 ? base : "Pow(" + base + ", Integer(" + factor.exponent() + "))");
    }
    return factors.size() == 1 ? factors.getFirst() : join("Mul", factors);
  }

  /** PyTorch's {@code Mod} asserts operands of at least 0; {@code PythonMod} takes any sign. */
  private static String name(Call call) {
    boolean anySign =
        call.is(IntFunction.MOD)
            && !(Interval.of(call.argument(0)).isNonNegative()
                && Interval.of(call.argument(1)).isPositive());
    return anySign ? "PythonMod" : call.function().sympyName();
  }

  private static String join(String name, List<String> arguments) {
    return arguments.stream().collect(Collectors.joining(", ", name + "(", ")"));
  }
}
