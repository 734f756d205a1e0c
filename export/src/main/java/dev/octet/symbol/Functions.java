package dev.octet.symbol;

import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds a function of expression text from its name and arguments. */
final class Functions {
  private static final ImmutableMap<String, FloatFunction> FLOAT_FUNCTIONS =
      Arrays.stream(FloatFunction.values())
          .collect(ImmutableMap.toImmutableMap(FloatFunction::sympyName, Function.identity()));

  private Functions() {}

  static SymExpr call(String name, List<? extends SymExpr> given) {
    Arguments arguments = new Arguments(name, List.copyOf(given));
    @Nullable SymExpr condition = ConditionFunctions.callOrNull(name, arguments);
    if (condition != null) {
      return condition;
    }
    return switch (name) {
      case "Add", "Mul", "Max", "Min" -> variadic(name, arguments.atLeast(1));
      case "Where" -> where(arguments.exactly(3));
      case "Abs" ->
          arguments.exactly(1).areIntegers()
              ? IntCalls.absolute(arguments.integer(0))
              : FloatCall.of(FloatFunction.ABS, given);
      case "Pow" -> power(arguments.exactly(2));
      case "Identity" -> arguments.exactly(1).get(0);
      case "Integer" -> SymInt.of(arguments.exactly(1).constant(0));
      case "Rational" -> {
        arguments.exactly(2);
        yield rational(arguments.constant(0), arguments.constant(1));
      }
      case "PowByNatural",
          "FloorDiv",
          "CleanDiv",
          "CeilDiv",
          "Mod",
          "PythonMod",
          "LShift",
          "RShift" ->
          binary(name, arguments.exactly(2).integer(0), arguments.integer(1));
      case "ModularIndexing" ->
          arguments
              .exactly(3)
              .integer(0)
              .floorDivide(arguments.integer(1))
              .modulo(arguments.integer(2));
      case "TruncToInt" -> rounded(IntFunction.TRUNC_TO_INT, arguments);
      case "FloorToInt", "floor" -> rounded(IntFunction.FLOOR_TO_INT, arguments);
      case "CeilToInt", "ceiling" -> rounded(IntFunction.CEIL_TO_INT, arguments);
      case "RoundToInt" -> rounded(IntFunction.ROUND_TO_INT, arguments);
      case "IsNonOverlappingAndDenseIndicator" ->
          IntCalls.denseIndicator(arguments.even().integers());
      case "sqrt" -> FloatCall.of(FloatFunction.SQRT, arguments.exactly(1).all());
      default -> floatFunction(name, arguments);
    };
  }

  private static SymExpr binary(String name, SymInt a, SymInt b) {
    return switch (name) {
      case "PowByNatural" -> IntCalls.powerByNatural(a, b);
      case "FloorDiv" -> a.floorDivide(b);
      case "CleanDiv" -> ExactDivision.cleanDivide(a, b);
      case "CeilDiv" -> a.ceilDivide(b);
      case "Mod", "PythonMod" -> a.modulo(b);
      case "LShift" -> IntCalls.shiftLeft(a, b);
      case "RShift" -> IntCalls.shiftRight(a, b);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static SymExpr variadic(String name, Arguments arguments) {
    if (!arguments.areIntegers()) {
      return floatFunction(name, arguments);
    }
    List<SymInt> integers = arguments.integers();
    return switch (name) {
      case "Add" -> integers.stream().reduce(SymInt::add).orElseThrow();
      case "Mul" -> integers.stream().reduce(SymInt::multiply).orElseThrow();
      case "Max" -> Extrema.of(IntFunction.MAX, integers);
      case "Min" -> Extrema.of(IntFunction.MIN, integers);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static SymExpr where(Arguments arguments) {
    SymBool condition = arguments.condition(0);
    return arguments.get(1) instanceof SymInt yes && arguments.get(2) instanceof SymInt no
        ? IntCalls.where(condition, yes, no)
        : FloatCall.of(FloatFunction.WHERE, arguments.all());
  }

  private static SymExpr power(Arguments arguments) {
    boolean negative = arguments.get(1) instanceof IntConstant exponent && exponent.value() < 0;
    return arguments.areIntegers() && !negative
        ? IntCalls.powerByNatural(arguments.integer(0), arguments.integer(1))
        : FloatCall.of(FloatFunction.FLOAT_POW, arguments.all());
  }

  private static SymExpr rational(long numerator, long denominator) {
    return denominator != 0 && Exact.floorModulo(numerator, denominator) == 0
        ? SymInt.of(Exact.floorDivide(numerator, denominator))
        : FloatCall.of(
            FloatFunction.INT_TRUE_DIV, List.of(SymInt.of(numerator), SymInt.of(denominator)));
  }

  private static SymInt rounded(IntFunction rounding, Arguments arguments) {
    return arguments.exactly(1).get(0) instanceof SymInt integer
        ? integer
        : IntCalls.round(rounding, arguments.real(0));
  }

  private static SymFloat floatFunction(String name, Arguments arguments) {
    FloatFunction function = FLOAT_FUNCTIONS.get(name);
    if (function == null) {
      throw new SymbolException("the function " + name + " is not known");
    }
    switch (function) {
      case ADD, MUL, MAX, MIN -> arguments.atLeast(1);
      case INT_TRUE_DIV -> arguments.exactly(2).integers();
      case TO_FLOAT -> {
        return FloatCall.toFloat(arguments.exactly(1).get(0));
      }
      case ROUND_DECIMAL -> arguments.exactly(2).integer(1);
      case FLOAT_TRUE_DIV, FLOAT_POW -> arguments.exactly(2);
      default -> arguments.exactly(1);
    }
    return FloatCall.of(function, arguments.all());
  }
}
