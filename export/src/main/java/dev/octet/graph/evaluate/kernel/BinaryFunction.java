package dev.octet.graph.evaluate.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/** A function of two elements; see {@link UnaryFunction}. */
record BinaryFunction(OfFloat f32, DoubleBinaryOperator f64, LongBinaryOperator s64) {
  /** In place of an integer form, for functions whose integer operands are promoted. */
  static final LongBinaryOperator FLOATS_ONLY =
      (_, _) -> {
        throw UnaryFunction.unpromoted();
      };

  @FunctionalInterface
  interface OfFloat {
    float apply(float x, float y);
  }

  @FunctionalInterface
  interface DoubleRelation {
    boolean test(double x, double y);
  }

  @FunctionalInterface
  interface LongRelation {
    boolean test(long x, long y);
  }

  /** A function that is computed in double and rounded once. */
  static BinaryFunction rounded(DoubleBinaryOperator function, LongBinaryOperator integer) {
    return new BinaryFunction((x, y) -> (float) function.applyAsDouble(x, y), function, integer);
  }

  /** A function that is computed in double and rounded once; it has no integer form. */
  static BinaryFunction rounded(DoubleBinaryOperator function) {
    return rounded(function, FLOATS_ONLY);
  }

  /** A relation: 1 where it holds, else 0. */
  static BinaryFunction relation(DoubleRelation real, LongRelation integer) {
    return rounded((x, y) -> real.test(x, y) ? 1 : 0, (x, y) -> integer.test(x, y) ? 1 : 0);
  }

  /** A function of integers and bool alone. */
  static BinaryFunction integral(LongBinaryOperator integer) {
    return new BinaryFunction(
        (_, _) -> {
          throw UnaryFunction.unpromoted();
        },
        (_, _) -> {
          throw UnaryFunction.unpromoted();
        },
        integer);
  }
}
