package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Weights that are given as a direction and a length, {@code v · (g / ‖v‖)}, computed in double and
 * rounded once. There is a norm for each index of one dimension, or one of all elements.
 */
final class WeightNormKernels {
  private WeightNormKernels() {}

  static void register(Kernels kernels) {
    kernels.add(WeightNormKernels::weights, "aten._weight_norm.default");
  }

  private static Tensor weights(KernelArguments in) {
    Tensor v = in.tensor("v");
    Tensor g = in.tensor("g");
    Tensor result = in.allocateResult(0);
    int sets = Math.toIntExact(g.elements());
    int inner = inner(v.shape(), in.integer("dim"));
    double[] squares = new double[sets];
    for (long i = 0; i < v.elements(); i++) {
      double x = v.getDouble(i);
      squares[(int) (i / inner % sets)] += x * x;
    }
    for (long i = 0; i < v.elements(); i++) {
      int set = (int) (i / inner % sets);
      result.setDouble(i, v.getDouble(i) * (g.getDouble(set) / Math.sqrt(squares[set])));
    }
    return result;
  }

  /** Elements from one index of the dimension to the next; of −1, which means none, all. */
  private static int inner(Shape shape, long dim) {
    long inner = 1;
    for (int d = dim == -1 ? 0 : shape.normalize(dim) + 1; d < shape.rank(); d++) {
      inner *= Math.max(shape.size(d), 1);
    }
    return Math.toIntExact(inner);
  }
}
