package dev.octet.symbol;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Values of floating-point functions, as Python computes them. */
final class FloatEvaluation {
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final int DECIMAL_DIGITS = 400;

  private FloatEvaluation() {}

  static double value(FloatCall call, Evaluation evaluation) {
    List<SymExpr> arguments = call.arguments();
    return switch (call.function()) {
      case ADD -> reduce(call, evaluation, Double::sum);
      case MUL -> reduce(call, evaluation, (a, b) -> a * b);
      case MAX -> reduce(call, evaluation, Math::max);
      case MIN -> reduce(call, evaluation, Math::min);
      case FLOAT_POW -> reduce(call, evaluation, Math::pow);
      case FLOAT_TRUE_DIV -> reduce(call, evaluation, FloatEvaluation::divide);
      case INT_TRUE_DIV ->
          divide(
              evaluation.value((SymInt) arguments.get(0)),
              evaluation.value((SymInt) arguments.get(1)));
      case TO_FLOAT -> evaluation.value((SymInt) arguments.getFirst());
      case ROUND_DECIMAL ->
          roundDecimal(
              evaluation.value((SymFloat) arguments.get(0)),
              evaluation.value((SymInt) arguments.get(1)));
      case WHERE ->
          evaluation.value(
              (SymFloat) arguments.get(evaluation.value((SymBool) arguments.get(0)) ? 1 : 2));
      default -> elementary(call.function(), evaluation.value((SymFloat) arguments.getFirst()));
    };
  }

  private static double elementary(FloatFunction function, double x) {
    return switch (function) {
      case ABS -> Math.abs(x);
      case TRUNC_TO_FLOAT -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case SQRT -> Math.sqrt(x);
      case COS -> Math.cos(x);
      case COSH -> Math.cosh(x);
      case SIN -> Math.sin(x);
      case SINH -> Math.sinh(x);
      case TAN -> Math.tan(x);
      case TANH -> Math.tanh(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
      case LOG2 -> Math.log(x) / Math.log(2);
      case ASINH -> Math.copySign(Math.log(Math.abs(x) + Math.hypot(x, 1)), x);
      default -> throw new IllegalArgumentException(function.sympyName());
    };
  }

  private static double reduce(
      FloatCall call, Evaluation evaluation, DoubleBinaryOperator operator) {
    return call.arguments().stream()
        .mapToDouble(a -> evaluation.value((SymFloat) a))
        .reduce(operator)
        .orElseThrow();
  }

  private static double divide(double a, double b) {
    if (b == 0) {
      throw new SymbolException("division by zero: " + a + " / " + b);
    }
    return a / b;
  }

  /** Correctly rounded also where an operand is not exact as a {@code double}. */
  private static double divide(long a, long b) {
    if ((Math.abs(a) <= EXACT_IN_DOUBLE && Math.abs(b) <= EXACT_IN_DOUBLE) || b == 0) {
      return divide((double) a, (double) b);
    }
    return new BigDecimal(a).divide(new BigDecimal(b), MathContext.DECIMAL128).doubleValue();
  }

  private static double roundDecimal(double value, long digits) {
    if (!Double.isFinite(value) || digits > DECIMAL_DIGITS) {
      return value;
    }
    int scale = (int) Math.max(digits, -DECIMAL_DIGITS);
    return new BigDecimal(value).setScale(scale, RoundingMode.HALF_EVEN).doubleValue();
  }
}
