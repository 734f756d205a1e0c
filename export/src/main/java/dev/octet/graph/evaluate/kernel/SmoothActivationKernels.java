package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Activations with an exponential or an error function in them: computed in double and rounded
 * once.
 */
final class SmoothActivationKernels {
  // Constants of Klambauer et al., "Self-Normalizing Neural Networks" (2017).
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBIC = 0.044715;

  private SmoothActivationKernels() {}

  static void register(Kernels kernels) {
    kernels.addWithTwins(
        in -> apply(in, x -> x * SpecialFunctions.sigmoid(x)), "aten.silu.default");
    kernels.addWithTwins(
        in -> apply(in, x -> x * StrictMath.tanh(SpecialFunctions.softplus(x))),
        "aten.mish.default");
    kernels.addWithTwins(
        in -> apply(in, elu(in.real("alpha"), in.real("scale"), in.real("input_scale"))),
        "aten.elu.default");
    kernels.addWithTwins(
        in -> apply(in, elu(in.real("alpha"), 1, 1 / in.real("alpha"))), "aten.celu.default");
    kernels.addWithTwins(in -> apply(in, elu(SELU_ALPHA, SELU_SCALE, 1)), "aten.selu.default");
    kernels.addWithTwins(SmoothActivationKernels::gelu, "aten.gelu.default");
    kernels.add(SmoothActivationKernels::softplus, "aten.softplus.default");
    kernels.add(in -> apply(in, x -> -SpecialFunctions.softplus(-x)), "aten.log_sigmoid.default");
    // The second result is a buffer for the backward pass; its elements are not specified.
    kernels.add(
        in -> List.of(apply(in, x -> -SpecialFunctions.softplus(-x)), in.allocateResult(1)),
        "aten.log_sigmoid_forward.default");
    kernels.add(SmoothActivationKernels::glu, "aten.glu.default");
  }

  private static Tensor apply(KernelArguments in, DoubleUnaryOperator function) {
    return Elementwise.unary(
        in, Promotion.floating(in.types(), "self"), UnaryFunction.rounded(function), "self");
  }

  private static DoubleUnaryOperator elu(double alpha, double scale, double inputScale) {
    return x -> x <= 0 ? scale * alpha * StrictMath.expm1(inputScale * x) : scale * x;
  }

  private static Tensor gelu(KernelArguments in) {
    return switch (in.string("approximate")) {
      case "none" -> apply(in, x -> 0.5 * x * ErrorFunction.erfc(-x / Math.sqrt(2)));
      case "tanh" ->
          apply(
              in,
              x -> 0.5 * x * (1 + StrictMath.tanh(SQRT_2_OVER_PI * (x + GELU_CUBIC * x * x * x))));
      case String other ->
          throw new InputException(
              String.format(Locale.ROOT, "approximate is '%s', expected 'none' or 'tanh'", other));
    };
  }

  private static Tensor softplus(KernelArguments in) {
    double beta = in.real("beta");
    double threshold = in.real("threshold");
    return apply(in, x -> x * beta > threshold ? x : SpecialFunctions.softplus(x * beta) / beta);
  }

  /** The first half of a dimension times the sigmoid of the second half. */
  private static Tensor glu(KernelArguments in) {
    Tensor self = in.tensor("self");
    Shape shape = self.shape();
    int dim = in.dimension("dim", shape);
    long inner = 1;
    for (int i = dim + 1; i < shape.rank(); i++) {
      inner *= shape.size(i);
    }
    Tensor result = in.allocateResult(0);
    long half = inner * (shape.size(dim) / 2);
    for (long i = 0; i < result.elements(); i++) {
      long at = i / half * 2 * half + i % half;
      result.setDouble(i, self.getDouble(at) * SpecialFunctions.sigmoid(self.getDouble(at + half)));
    }
    return result;
  }
}
