package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/**
 * Activations that are made of comparisons, sums and products: computed in float step by step, as
 * PyTorch does, so that they agree to the bit. The smooth ones are in {@link
 * SmoothActivationKernels}.
 */
final class ActivationKernels {
  private static final UnaryFunction RELU = bounded(0, Double.POSITIVE_INFINITY);
  private static final UnaryFunction RELU6 = bounded(0, 6);
  private static final UnaryFunction HARDSIGMOID =
      new UnaryFunction(
          x -> Math.min(Math.max(x + 3f, 0f), 6f) / 6f,
          x -> Math.min(Math.max(x + 3, 0), 6) / 6,
          UnaryFunction.FLOATS_ONLY);
  private static final UnaryFunction HARDSWISH =
      new UnaryFunction(
          x -> x * Math.min(Math.max(x + 3f, 0f), 6f) / 6f,
          x -> x * Math.min(Math.max(x + 3, 0), 6) / 6,
          UnaryFunction.FLOATS_ONLY);
  private static final BinaryFunction PRELU =
      new BinaryFunction(
          (x, w) -> x > 0 ? x : w * x, (x, w) -> x > 0 ? x : w * x, BinaryFunction.FLOATS_ONLY);

  private ActivationKernels() {}

  static void register(Kernels kernels) {
    kernels.addWithTwins(in -> apply(in, RELU), "aten.relu.default");
    kernels.addWithTwins(in -> apply(in, RELU6), "aten.relu6.default");
    kernels.addWithTwins(in -> apply(in, HARDSIGMOID), "aten.hardsigmoid.default");
    kernels.addWithTwins(in -> apply(in, HARDSWISH), "aten.hardswish.default");
    kernels.addWithTwins(ActivationKernels::hardtanh, "aten.hardtanh.default");
    kernels.addWithTwins(ActivationKernels::leakyRelu, "aten.leaky_relu.default");
    kernels.addWithTwins(ActivationKernels::threshold, "aten.threshold.default");
    kernels.add(ActivationKernels::hardshrink, "aten.hardshrink.default");
    kernels.add(ActivationKernels::softshrink, "aten.softshrink.default");
    kernels.add(
        in -> Elementwise.binary(in, in.tensor("self").dtype(), PRELU, "self", "weight"),
        "aten._prelu_kernel.default");
    kernels.add(ActivationKernels::prelu, "aten.prelu.default");
  }

  private static Tensor apply(KernelArguments in, UnaryFunction function) {
    return Elementwise.unary(in, in.tensor("self").dtype(), function, "self");
  }

  private static Tensor hardtanh(KernelArguments in) {
    DType type = in.tensor("self").dtype();
    double low = number(in, "min_val").getDouble(0);
    double high = number(in, "max_val").getDouble(0);
    return Elementwise.unary(in, type, bounded(low, high), "self");
  }

  /** The element, or the bound that it passes; NaN and the element's own zero stay. */
  private static UnaryFunction bounded(double low, double high) {
    return UnaryFunction.rounded(
        x -> x < low ? low : x > high ? high : x,
        x -> x < low ? (long) low : x > high ? (long) high : x);
  }

  private static Tensor leakyRelu(KernelArguments in) {
    Tensor slope = number(in, "negative_slope");
    float slope32 = slope.getFloat(0);
    double slope64 = slope.getDouble(0);
    long slopeInt = slope.getLong(0);
    return apply(
        in,
        new UnaryFunction(
            x -> x > 0 ? x : x * slope32,
            x -> x > 0 ? x : x * slope64,
            x -> x > 0 ? x : x * slopeInt));
  }

  private static Tensor threshold(KernelArguments in) {
    Tensor limit = number(in, "threshold");
    Tensor value = number(in, "value");
    float limit32 = limit.getFloat(0);
    float value32 = value.getFloat(0);
    double limit64 = limit.getDouble(0);
    double value64 = value.getDouble(0);
    long limitInt = limit.getLong(0);
    long valueInt = value.getLong(0);
    return apply(
        in,
        new UnaryFunction(
            x -> x <= limit32 ? value32 : x,
            x -> x <= limit64 ? value64 : x,
            x -> x <= limitInt ? valueInt : x));
  }

  private static Tensor hardshrink(KernelArguments in) {
    Tensor limit = number(in, "lambd");
    float limit32 = limit.getFloat(0);
    double limit64 = limit.getDouble(0);
    return apply(
        in,
        new UnaryFunction(
            x -> x >= -limit32 && x <= limit32 ? 0 : x,
            x -> x >= -limit64 && x <= limit64 ? 0 : x,
            UnaryFunction.FLOATS_ONLY));
  }

  private static Tensor softshrink(KernelArguments in) {
    Tensor limit = number(in, "lambd");
    float limit32 = limit.getFloat(0);
    double limit64 = limit.getDouble(0);
    return apply(
        in,
        new UnaryFunction(
            // The product keeps a NaN.
            x -> x > limit32 ? x - limit32 : x < -limit32 ? x + limit32 : x * 0,
            x -> x > limit64 ? x - limit64 : x < -limit64 ? x + limit64 : x * 0,
            UnaryFunction.FLOATS_ONLY));
  }

  /** One weight for all, or one for each channel (dimension 1). */
  private static Tensor prelu(KernelArguments in) {
    Tensor self = in.tensor("self");
    double[] weights = in.tensor("weight").toDoubleArray();
    Tensor result = in.allocateResult(0);
    long[] sizes = self.shape().toArray();
    long inner = 1;
    for (int i = 2; i < sizes.length; i++) {
      inner *= sizes[i];
    }
    for (long i = 0; i < self.elements(); i++) {
      double x = self.getDouble(i);
      double weight = weights[weights.length == 1 ? 0 : (int) (i / inner % weights.length)];
      result.setDouble(i, x > 0 ? x : x * weight);
    }
    return result;
  }

  /** A number argument in the arithmetic of {@code self}: float for the 16-bit types. */
  static Tensor number(KernelArguments in, String parameter) {
    DType type = in.tensor("self").dtype();
    return ElementArrays.scalar(
        in.number(parameter), type.isFloatingPoint() && type.bytes() == 2 ? DType.FLOAT32 : type);
  }
}
