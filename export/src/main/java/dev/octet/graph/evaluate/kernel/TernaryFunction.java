package dev.octet.graph.evaluate.kernel;

/** A function of three elements; see {@link UnaryFunction}. */
record TernaryFunction(OfFloat f32, OfDouble f64, OfLong s64) {
  /** In place of an integer form, for functions whose integer operands are promoted. */
  static final OfLong FLOATS_ONLY =
      (_, _, _) -> {
        throw UnaryFunction.unpromoted();
      };

  @FunctionalInterface
  interface OfFloat {
    float apply(float x, float y, float z);
  }

  @FunctionalInterface
  interface OfDouble {
    double apply(double x, double y, double z);
  }

  @FunctionalInterface
  interface OfLong {
    long apply(long x, long y, long z);
  }
}
