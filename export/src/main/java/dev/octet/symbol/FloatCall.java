package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A function whose result is a floating-point number; at least one argument is symbolic. */
record FloatCall(FloatFunction function, ImmutableList<SymExpr> arguments) implements SymFloat {

  /**
   * Converts integer arguments where the function wants floating-point ones, and folds constants.
   */
  static SymFloat of(FloatFunction function, List<? extends SymExpr> given) {
    List<SymExpr> arguments = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      arguments.add(converted(function, i, given.get(i)));
    }
    if (function == FloatFunction.ADD || function == FloatFunction.MUL) {
      foldFirst(function, arguments);
      if (arguments.size() == 1) {
        return (SymFloat) arguments.getFirst();
      }
    }
    if (function == FloatFunction.WHERE && arguments.getFirst() instanceof BoolConstant known) {
      return (SymFloat) arguments.get(known.value() ? 1 : 2);
    }
    FloatCall call = new FloatCall(function, ImmutableList.copyOf(arguments));
    call.extent().checked();
    boolean constant =
        arguments.stream().allMatch(a -> a instanceof FloatConstant || a instanceof IntConstant);
    return constant ? new FloatConstant(call.evaluate(Map.of())) : call;
  }

  static SymFloat toFloat(SymExpr value) {
    return switch (value) {
      case SymFloat real -> real;
      case IntConstant number -> new FloatConstant(number.value());
      case SymInt integer -> new FloatCall(FloatFunction.TO_FLOAT, ImmutableList.of(integer));
      case SymBool condition ->
          throw new SymbolException(
              "the condition " + Limits.excerpt(condition) + " stands where a number is expected");
    };
  }

  private static SymExpr converted(FloatFunction function, int index, SymExpr argument) {
    boolean integer =
        switch (function) {
          case INT_TRUE_DIV, TO_FLOAT -> true;
          case ROUND_DECIMAL -> index == 1;
          default -> false;
        };
    if (function == FloatFunction.WHERE && index == 0) {
      return argument;
    }
    return integer ? argument : toFloat(argument);
  }

  /** Operations run from the left: flattening and folding there leaves every rounding as it was. */
  private static void foldFirst(FloatFunction function, List<SymExpr> arguments) {
    if (arguments.getFirst() instanceof FloatCall inner && inner.function == function) {
      arguments.removeFirst();
      arguments.addAll(0, inner.arguments);
    }
    while (arguments.size() > 1
        && arguments.get(0) instanceof FloatConstant a
        && arguments.get(1) instanceof FloatConstant b) {
      arguments.removeFirst();
      double folded = function == FloatFunction.ADD ? a.value() + b.value() : a.value() * b.value();
      arguments.set(0, new FloatConstant(folded));
    }
  }

  @Override
  public Extent extent() {
    return Extent.enclosing(arguments);
  }

  @Override
  public String toSympy() {
    return SympyText.call(function.sympyName(), arguments);
  }

  @Override
  public String toString() {
    return switch (function) {
      case ADD -> joined(" + ");
      case MUL -> joined("*");
      default -> InfixText.prefix(function.sympyName(), arguments);
    };
  }

  private String joined(String operator) {
    return arguments.stream()
        .map(SymExpr::toString)
        .collect(Collectors.joining(operator, "(", ")"));
  }
}
