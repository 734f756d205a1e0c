package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Softmax along one dimension, with the maximum subtracted first; sums run in double and each
 * result is rounded once.
 */
final class SoftmaxKernels {
  private enum Form {
    PLAIN,
    LOGARITHM,
    /** Plain, but a row without a finite element gives zeros instead of NaN. */
    SAFE
  }

  private SoftmaxKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> softmax(in, Form.PLAIN), "aten.softmax.int", "aten._softmax.default");
    kernels.add(
        in -> softmax(in, Form.LOGARITHM), "aten.log_softmax.int", "aten._log_softmax.default");
    kernels.add(in -> softmax(in, Form.SAFE), "aten._safe_softmax.default");
  }

  private static Tensor softmax(KernelArguments in, Form form) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    // The conversion to the result's type comes first.
    double[] values = ElementArrays.doubles(in, "self", result.dtype(), shape);
    int dim = in.dimension("dim", shape);
    int size = shape.rank() == 0 ? 1 : Math.toIntExact(shape.size(dim));
    int inner = 1;
    for (int i = dim + 1; i < shape.rank(); i++) {
      inner *= Math.toIntExact(shape.size(i));
    }
    for (int start = 0; start < values.length; start += size * inner) {
      for (int i = start; i < start + inner; i++) {
        normalize(values, i, inner, size, form);
      }
    }
    result.setDoubles(values);
    return result;
  }

  private static void normalize(double[] values, int start, int step, int size, Form form) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < size; k++) {
      maximum = Math.max(maximum, values[start + k * step]);
    }
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += StrictMath.exp(values[start + k * step] - maximum);
    }
    boolean nothing = form == Form.SAFE && maximum == Double.NEGATIVE_INFINITY;
    double logarithm = StrictMath.log(sum);
    for (int k = 0; k < size; k++) {
      int at = start + k * step;
      double shifted = values[at] - maximum;
      values[at] =
          nothing
              ? 0
              : form == Form.LOGARITHM ? shifted - logarithm : StrictMath.exp(shifted) / sum;
    }
  }
}
