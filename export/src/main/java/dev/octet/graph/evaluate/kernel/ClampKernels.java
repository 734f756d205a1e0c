package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/**
 * Minima, maxima and clamping, each element by itself. A NaN wins, except in {@code fmax} and
 * {@code fmin}.
 */
final class ClampKernels {
  // Of two zeros the second operand's is the result; that is how the vector instructions behave
  // that PyTorch uses.
  private static final BinaryFunction MAXIMUM =
      BinaryFunction.rounded((x, y) -> x > y || Double.isNaN(x) ? x : y, Math::max);
  private static final BinaryFunction MINIMUM =
      BinaryFunction.rounded((x, y) -> x < y || Double.isNaN(x) ? x : y, Math::min);
  // A bound that is a number gives way: the element's own zero stays.
  private static final BinaryFunction LOW_BOUND =
      BinaryFunction.rounded((x, low) -> x < low || Double.isNaN(low) ? low : x, Math::max);
  private static final BinaryFunction HIGH_BOUND =
      BinaryFunction.rounded((x, high) -> x > high || Double.isNaN(high) ? high : x, Math::min);
  private static final BinaryFunction NUMBER_MAXIMUM =
      BinaryFunction.rounded(
          (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.max(x, y), Math::max);
  private static final BinaryFunction NUMBER_MINIMUM =
      BinaryFunction.rounded(
          (x, y) -> Double.isNaN(x) ? y : Double.isNaN(y) ? x : Math.min(x, y), Math::min);
  private static final TernaryFunction CLAMP = between(MAXIMUM, MINIMUM);
  private static final TernaryFunction BOUND = between(LOW_BOUND, HIGH_BOUND);

  private ClampKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> promoted(in, MAXIMUM, "other"), "aten.maximum.default", "aten.max.other");
    kernels.add(in -> promoted(in, MINIMUM, "other"), "aten.minimum.default", "aten.min.other");
    kernels.add(in -> promoted(in, NUMBER_MAXIMUM, "other"), "aten.fmax.default");
    kernels.add(in -> promoted(in, NUMBER_MINIMUM, "other"), "aten.fmin.default");
    kernels.addWithTwins(
        ClampKernels::clamp,
        "aten.clamp.default",
        "aten.clamp.Tensor",
        "aten.clip.default",
        "aten.clip.Tensor");
    kernels.addWithTwins(ClampKernels::low, "aten.clamp_min.default", "aten.clamp_min.Tensor");
    kernels.addWithTwins(ClampKernels::high, "aten.clamp_max.default", "aten.clamp_max.Tensor");
  }

  /** First the lower bound, then the upper one, which wins if they cross. */
  private static TernaryFunction between(BinaryFunction low, BinaryFunction high) {
    return new TernaryFunction(
        (x, a, b) -> high.f32().apply(low.f32().apply(x, a), b),
        (x, a, b) -> high.f64().applyAsDouble(low.f64().applyAsDouble(x, a), b),
        (x, a, b) -> high.s64().applyAsLong(low.s64().applyAsLong(x, a), b));
  }

  private static Tensor low(KernelArguments in) {
    return promoted(in, in.isTensor("min") ? MAXIMUM : LOW_BOUND, "min");
  }

  private static Tensor high(KernelArguments in) {
    return promoted(in, in.isTensor("max") ? MINIMUM : HIGH_BOUND, "max");
  }

  private static Tensor promoted(KernelArguments in, BinaryFunction function, String other) {
    return Elementwise.binary(
        in, Promotion.common(in.types(), "self", other), function, "self", other);
  }

  private static Tensor clamp(KernelArguments in) {
    if (in.isNone("min")) {
      return high(in);
    }
    if (in.isNone("max")) {
      return low(in);
    }
    DType type = Promotion.common(in.types(), "self", "min", "max");
    return Elementwise.ternary(in, type, in.isTensor("min") ? CLAMP : BOUND, "self", "min", "max");
  }
}
