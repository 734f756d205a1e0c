package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/** {@code addcmul}, {@code addcdiv} and linear interpolation. */
final class BlendKernels {
  private static final TernaryFunction LERP =
      new TernaryFunction(BlendKernels::lerp, BlendKernels::lerp, TernaryFunction.FLOATS_ONLY);

  private BlendKernels() {}

  static void register(Kernels kernels) {
    kernels.addWithTwins(BlendKernels::addProduct, "aten.addcmul.default");
    kernels.addWithTwins(BlendKernels::addQuotient, "aten.addcdiv.default");
    kernels.addWithTwins(
        in -> Elementwise.ternary(in, in.tensor("self").dtype(), LERP, "self", "end", "weight"),
        "aten.lerp.Scalar",
        "aten.lerp.Tensor");
  }

  private static Tensor addProduct(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "tensor1", "tensor2");
    Tensor factor = factor(in, type);
    float f32 = factor.getFloat(0);
    double f64 = factor.getDouble(0);
    long s64 = factor.getLong(0);
    TernaryFunction function =
        new TernaryFunction(
            (x, y, z) -> x + f32 * y * z,
            (x, y, z) -> x + f64 * y * z,
            (x, y, z) -> x + s64 * y * z);
    return Elementwise.ternary(in, type, function, "self", "tensor1", "tensor2");
  }

  private static Tensor addQuotient(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "tensor1", "tensor2");
    Tensor factor = factor(in, type);
    float f32 = factor.getFloat(0);
    double f64 = factor.getDouble(0);
    TernaryFunction function =
        new TernaryFunction(
            (x, y, z) -> x + f32 * y / z,
            (x, y, z) -> x + f64 * y / z,
            TernaryFunction.FLOATS_ONLY);
    return Elementwise.ternary(in, type, function, "self", "tensor1", "tensor2");
  }

  private static Tensor factor(KernelArguments in, DType type) {
    boolean wide = type == DType.FLOAT64 || !type.isFloatingPoint();
    return ElementArrays.scalar(in.number("value"), wide ? type : DType.FLOAT32);
  }

  /** From the nearer end, so that weights 0 and 1 give the ends exactly. */
  private static float lerp(float start, float end, float weight) {
    return Math.abs(weight) < 0.5f
        ? start + weight * (end - start)
        : end - (end - start) * (1 - weight);
  }

  private static double lerp(double start, double end, double weight) {
    return Math.abs(weight) < 0.5
        ? start + weight * (end - start)
        : end - (end - start) * (1 - weight);
  }
}
