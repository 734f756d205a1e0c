package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** How far predictions are off, which networks with codebooks compute beside their result. */
final class LossKernels {
  private LossKernels() {}

  static void register(Kernels kernels) {
    kernels.add(LossKernels::squares, "aten.mse_loss.default");
  }

  /**
   * Squares of differences: all of them, or their mean (1) or sum (2), which are accumulated in
   * double and rounded once.
   */
  private static Tensor squares(KernelArguments in) {
    DType dtype = in.resultType(0).dtype();
    Shape shape = Shape.broadcast(in.tensor("self").shape(), in.tensor("target").shape());
    double[] a = ElementArrays.doubles(in, "self", dtype, shape);
    double[] b = ElementArrays.doubles(in, "target", dtype, shape);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      a[i] = difference * difference;
      sum += a[i];
    }
    Tensor result = in.allocateResult(0);
    switch ((int) in.integer("reduction")) {
      case 0 -> result.setDoubles(a);
      case 1 -> result.setDouble(0, sum / a.length);
      default -> result.setDouble(0, sum);
    }
    return result;
  }
}
