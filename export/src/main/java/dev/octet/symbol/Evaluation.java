package dev.octet.symbol;

import java.util.Map;
import java.util.TreeSet;

/** Computes values; one object per set of symbol values. */
final class Evaluation {
  private final Map<String, Long> values;

  private Evaluation(Map<String, Long> values) {
    this.values = values;
  }

  static long evaluate(SymInt expression, Map<String, Long> values) {
    try {
      return new Evaluation(values).value(expression);
    } catch (SymbolException e) {
      throw failed(expression, e);
    }
  }

  static double evaluate(SymFloat expression, Map<String, Long> values) {
    try {
      return new Evaluation(values).value(expression);
    } catch (SymbolException e) {
      throw failed(expression, e);
    }
  }

  static boolean evaluate(SymBool expression, Map<String, Long> values) {
    try {
      return new Evaluation(values).value(expression);
    } catch (SymbolException e) {
      throw failed(expression, e);
    }
  }

  private static SymbolException failed(SymExpr expression, SymbolException cause) {
    return new SymbolException(
        "cannot evaluate " + Limits.excerpt(expression) + ": " + cause.getMessage(), cause);
  }

  long value(SymInt expression) {
    return switch (expression) {
      case IntConstant number -> number.value();
      case Symbol symbol -> lookUp(symbol.name());
      case Call call -> value(call);
      case Polynomial sum -> {
        long total = 0;
        for (Term term : sum.terms()) {
          long product = term.coefficient();
          for (Factor factor : term.monomial().factors()) {
            product = Exact.multiply(product, Exact.power(value(factor.base()), factor.exponent()));
          }
          total = Exact.add(total, product);
        }
        yield total;
      }
    };
  }

  long lookUp(String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new SymbolException(
          "symbol "
              + name
              + " has no value; values are given for "
              + Limits.excerpt(new TreeSet<>(values.keySet()).toString()));
    }
    return value;
  }

  private long value(Call call) {
    return switch (call.function()) {
      case FLOOR_DIV -> Exact.floorDivide(at(call, 0), at(call, 1));
      case CLEAN_DIV -> Exact.divide(at(call, 0), at(call, 1));
      case MOD -> Exact.floorModulo(at(call, 0), at(call, 1));
      case MAX -> call.arguments().stream().mapToLong(a -> value((SymInt) a)).max().orElseThrow();
      case MIN -> call.arguments().stream().mapToLong(a -> value((SymInt) a)).min().orElseThrow();
      case ABS -> {
        long value = at(call, 0);
        yield value < 0 ? Exact.negate(value) : value;
      }
      case POW_BY_NATURAL -> Exact.power(at(call, 0), at(call, 1));
      case L_SHIFT -> Exact.multiply(at(call, 0), Exact.power(2, at(call, 1)));
      case R_SHIFT -> Exact.floorDivide(at(call, 0), Exact.power(2, at(call, 1)));
      case WHERE -> value((SymBool) call.arguments().getFirst()) ? at(call, 1) : at(call, 2);
      case TRUNC_TO_INT, FLOOR_TO_INT, CEIL_TO_INT, ROUND_TO_INT ->
          Rounding.round(call.function(), value((SymFloat) call.arguments().getFirst()));
      case IS_NON_OVERLAPPING_AND_DENSE_INDICATOR ->
          Density.indicator(call.arguments().stream().mapToLong(a -> value((SymInt) a)).toArray());
    };
  }

  private long at(Call call, int index) {
    return value(call.argument(index));
  }

  double value(SymFloat expression) {
    return switch (expression) {
      case FloatConstant number -> number.value();
      case FloatSymbol symbol -> lookUp(symbol.name());
      case FloatCall call -> FloatEvaluation.value(call, this);
    };
  }

  boolean value(SymBool expression) {
    return switch (expression) {
      case BoolConstant constant -> constant.value();
      case Comparison comparison -> compare(comparison);
      case Negation not -> !value(not.operand());
      case Junction junction -> {
        for (SymBool operand : junction.operands()) {
          if (value(operand) != junction.all()) {
            yield !junction.all();
          }
        }
        yield junction.all();
      }
    };
  }

  private boolean compare(Comparison comparison) {
    if (comparison.left() instanceof SymInt left && comparison.right() instanceof SymInt right) {
      return comparison.relation().holds(Long.compare(value(left), value(right)));
    }
    return comparison.relation().holds(number(comparison.left()), number(comparison.right()));
  }

  private double number(SymExpr operand) {
    return switch (operand) {
      case SymInt integer -> value(integer);
      case SymFloat real -> value(real);
      case SymBool condition -> throw new IllegalArgumentException(condition.toString());
    };
  }
}
