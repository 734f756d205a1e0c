package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** Choices by a mask. */
final class SelectionKernels {
  private SelectionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in ->
            choose(in, Promotion.common(in.types(), "self", "other"), "condition", "self", "other"),
        "aten.where.self",
        "aten.where.ScalarSelf",
        "aten.where.ScalarOther",
        "aten.where.Scalar");
    kernels.addWithTwins(
        in -> choose(in, in.tensor("self").dtype(), "mask", "value", "self"),
        "aten.masked_fill.Scalar",
        "aten.masked_fill.Tensor");
  }

  private static Tensor choose(
      KernelArguments in, DType type, String mask, String ifTrue, String ifFalse) {
    Tensor result = in.allocateResult(0);
    Shape shape = result.shape();
    long[] condition = ElementArrays.longs(in, mask, in.tensor(mask).dtype(), shape);
    if (type.isFloatingPoint()) {
      double[] x = ElementArrays.doubles(in, ifTrue, type, shape);
      double[] y = ElementArrays.doubles(in, ifFalse, type, shape);
      for (int i = 0; i < x.length; i++) {
        result.setDouble(i, condition[i] != 0 ? x[i] : y[i]);
      }
    } else {
      long[] x = ElementArrays.longs(in, ifTrue, type, shape);
      long[] y = ElementArrays.longs(in, ifFalse, type, shape);
      for (int i = 0; i < x.length; i++) {
        result.setLong(i, condition[i] != 0 ? x[i] : y[i]);
      }
    }
    return result;
  }
}
