package dev.octet.graph.evaluate.kernel;

import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * A function of one element in the arithmetics that element-wise operators use: float for f32 and
 * the 16-bit types, double for f64, long for integers and bool.
 */
record UnaryFunction(OfFloat f32, DoubleUnaryOperator f64, LongUnaryOperator s64) {
  /** In place of an integer form, for functions whose integer operands are promoted. */
  static final LongUnaryOperator FLOATS_ONLY =
      _ -> {
        throw unpromoted();
      };

  @FunctionalInterface
  interface OfFloat {
    float apply(float x);
  }

  /** A function that is computed in double and rounded once; it has no integer form. */
  static UnaryFunction rounded(DoubleUnaryOperator function) {
    return rounded(function, FLOATS_ONLY);
  }

  /** A function that is computed in double and rounded once. */
  static UnaryFunction rounded(DoubleUnaryOperator function, LongUnaryOperator integer) {
    return new UnaryFunction(x -> (float) function.applyAsDouble(x), function, integer);
  }

  /** A function of integers and bool alone. */
  static UnaryFunction integral(LongUnaryOperator integer) {
    return new UnaryFunction(
        _ -> {
          throw unpromoted();
        },
        _ -> {
          throw unpromoted();
        },
        integer);
  }

  /** The defect that a rule gave a type of computation for which the operator is not defined. */
  static IllegalStateException unpromoted() {
    return new IllegalStateException(
        "a function was applied to a type that its rule should have refused or promoted");
  }
}
