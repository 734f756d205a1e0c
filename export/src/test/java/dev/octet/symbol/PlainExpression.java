package dev.octet.symbol;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** An expression as it was written, evaluated step by step on unbounded integers. */
record PlainExpression(String operator, long number, String name, List<PlainExpression> operands) {
  private static final List<String> SYMBOLS = List.of("s0", "s1", "s12", "u0", "u1");
  private static final List<String> OPERATORS =
      List.of(
          "+", "+", "-", "*", "*", "//", "%", "Max", "Min", "Abs", "CeilDiv", "**", "-x", "Where");

  /** A random expression that can be built: most others divide by a constant 0. */
  static PlainExpression random(Random random, int depth) {
    while (true) {
      PlainExpression expression = anyRandom(random, depth);
      try {
        expression.build();
        return expression;
      } catch (SymbolException e) {
        if (!String.valueOf(e.getMessage()).contains("division by zero")) {
          throw e;
        }
      }
    }
  }

  private static PlainExpression anyRandom(Random random, int depth) {
    if (depth == 0 || random.nextInt(6) == 0) {
      return random.nextInt(3) == 0
          ? new PlainExpression("number", random.nextInt(-4, 9), "", List.of())
          : new PlainExpression(
              "symbol", 0, SYMBOLS.get(random.nextInt(SYMBOLS.size())), List.of());
    }
    String operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    PlainExpression left = anyRandom(random, depth - 1);
    return switch (operator) {
      case "Abs", "-x" -> new PlainExpression(operator, 0, "", List.of(left));
      case "**" -> new PlainExpression(operator, random.nextInt(3), "", List.of(left));
      case "//", "%", "CeilDiv" ->
          new PlainExpression(operator, 0, "", List.of(left, divisor(random, depth - 1)));
      case "Where" ->
          new PlainExpression(
              operator,
              0,
              "",
              List.of(
                  left, anyRandom(random, Math.max(depth - 2, 0)), anyRandom(random, depth - 1)));
      default -> new PlainExpression(operator, 0, "", List.of(left, anyRandom(random, depth - 1)));
    };
  }

  private static PlainExpression divisor(Random random, int depth) {
    long number = random.nextInt(5) == 0 ? -random.nextInt(1, 5) : random.nextInt(1, 13);
    return random.nextInt(3) > 0
        ? new PlainExpression("number", number, "", List.of())
        : anyRandom(random, Math.min(depth, 2));
  }

  static Map<String, Long> randomValues(Random random) {
    Map<String, Long> values = new HashMap<>();
    for (String symbol : SYMBOLS) {
      values.put(symbol, symbol.startsWith("s") ? random.nextLong(1, 14) : random.nextLong(-6, 9));
    }
    return values;
  }

  /** The canonical form, by the operations of the interface. */
  SymInt build() {
    return switch (operator) {
      case "number" -> SymInt.of(number);
      case "symbol" -> SymInt.symbol(name);
      case "+" -> at(0).add(at(1));
      case "-" -> at(0).subtract(at(1));
      case "*" -> at(0).multiply(at(1));
      case "//" -> at(0).floorDivide(at(1));
      case "%" -> at(0).modulo(at(1));
      case "CeilDiv" -> at(0).ceilDivide(at(1));
      case "Max" -> at(0).max(at(1));
      case "Min" -> at(0).min(at(1));
      case "Abs" -> at(0).max(at(0).negate());
      case "**" -> at(0).power((int) number);
      case "-x" -> at(0).negate();
      case "Where" -> IntCalls.where(SymBool.compare(at(0), Relation.LESS, at(1)), at(1), at(2));
      default -> throw new AssertionError(operator);
    };
  }

  private SymInt at(int index) {
    return operands.get(index).build();
  }

  /** Infix text with every bracket. */
  String text() {
    return switch (operator) {
      case "number" -> Long.toString(number);
      case "symbol" -> name;
      case "Max", "Min", "CeilDiv" -> operator + "(" + text(0) + ", " + text(1) + ")";
      case "Abs" -> "Max(" + text(0) + ", -(" + text(0) + "))";
      case "**" -> "(" + text(0) + ")**" + number;
      case "-x" -> "-(" + text(0) + ")";
      case "Where" -> "Where(" + text(0) + " < " + text(1) + ", " + text(1) + ", " + text(2) + ")";
      default -> "(" + text(0) + ")" + operator + "(" + text(1) + ")";
    };
  }

  private String text(int index) {
    return operands.get(index).text();
  }

  /** The value, empty where it is undefined or does not fit 64 bits. */
  Optional<Long> evaluate(Map<String, Long> values) {
    try {
      return Optional.of(compute(values).longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private BigInteger compute(Map<String, Long> values) {
    List<BigInteger> x = operands.stream().map(o -> o.compute(values)).toList();
    return switch (operator) {
      case "number" -> BigInteger.valueOf(number);
      case "symbol" -> BigInteger.valueOf(values.getOrDefault(name, 0L));
      case "+" -> x.get(0).add(x.get(1));
      case "-" -> x.get(0).subtract(x.get(1));
      case "*" -> x.get(0).multiply(x.get(1));
      case "//" -> floor(x.get(0), x.get(1));
      case "%" -> x.get(0).subtract(floor(x.get(0), x.get(1)).multiply(x.get(1)));
      case "CeilDiv" -> floor(x.get(0).negate(), x.get(1)).negate();
      case "Max" -> x.get(0).max(x.get(1));
      case "Min" -> x.get(0).min(x.get(1));
      case "Abs" -> x.get(0).abs();
      case "**" -> x.get(0).pow((int) number);
      case "-x" -> x.get(0).negate();
      case "Where" -> x.get(0).compareTo(x.get(1)) < 0 ? x.get(1) : x.get(2);
      default -> throw new AssertionError(operator);
    };
  }

  private static BigInteger floor(BigInteger a, BigInteger b) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[1].signum() != 0 && parts[1].signum() != b.signum()
        ? parts[0].subtract(BigInteger.ONE)
        : parts[0];
  }
}
