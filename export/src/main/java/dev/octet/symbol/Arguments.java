package dev.octet.symbol;

import java.util.List;
import java.util.stream.IntStream;

/** The arguments of a named function, taken out by the type that the function wants. */
record Arguments(String function, List<SymExpr> all) {

  Arguments exactly(int count) {
    return require(all.size() == count, Integer.toString(count));
  }

  Arguments atLeast(int count) {
    return require(all.size() >= count, "at least " + count);
  }

  Arguments even() {
    return require(all.size() % 2 == 0 && !all.isEmpty(), "as many strides as sizes");
  }

  boolean areIntegers() {
    return all.stream().allMatch(a -> a instanceof SymInt);
  }

  SymExpr get(int index) {
    return all.get(index);
  }

  SymInt integer(int index) {
    return toInteger(all.get(index), function);
  }

  List<SymInt> integers() {
    return IntStream.range(0, all.size()).mapToObj(this::integer).toList();
  }

  SymFloat real(int index) {
    return FloatCall.toFloat(all.get(index));
  }

  long constant(int index) {
    if (all.get(index) instanceof IntConstant number) {
      return number.value();
    }
    throw wrongType(all.get(index), function, "a number");
  }

  SymBool condition(int index) {
    if (all.get(index) instanceof SymBool condition) {
      return condition;
    }
    throw wrongType(all.get(index), function, "a condition");
  }

  List<SymBool> conditions() {
    return IntStream.range(0, all.size()).mapToObj(this::condition).toList();
  }

  /** An integer as it is; a true division of integers as one that must come out even. */
  static SymInt toInteger(SymExpr expression, String where) {
    if (expression instanceof SymInt integer) {
      return integer;
    }
    if (expression instanceof FloatCall call && call.function() == FloatFunction.INT_TRUE_DIV) {
      return ExactDivision.cleanDivide(
          (SymInt) call.arguments().get(0), (SymInt) call.arguments().get(1));
    }
    throw wrongType(expression, where, "an integer");
  }

  private static SymbolException wrongType(SymExpr found, String where, String expected) {
    String kind =
        switch (found) {
          case SymInt integer -> "the integer ";
          case SymFloat real -> "the floating-point ";
          case SymBool condition -> "the condition ";
        };
    return new SymbolException(
        where + " expects " + expected + ", found " + kind + Limits.excerpt(found));
  }

  private Arguments require(boolean holds, String expected) {
    if (!holds) {
      throw new SymbolException(
          function + " has " + all.size() + " arguments, expected " + expected);
    }
    return this;
  }
}
