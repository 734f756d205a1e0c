package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Powers, and the other functions of two operands that are rounded from double. */
final class PowerKernels {
  private static final BinaryFunction POWER =
      BinaryFunction.rounded(PowerKernels::power, PowerKernels::power);
  private static final BinaryFunction ATAN2 = BinaryFunction.rounded(StrictMath::atan2);
  private static final BinaryFunction LOG_ADD_EXP = BinaryFunction.rounded(PowerKernels::logAddExp);

  private PowerKernels() {}

  static void register(Kernels kernels) {
    kernels.add(PowerKernels::pow, "aten.pow.Tensor_Tensor", "aten.pow.Scalar", "aten.pow_.Tensor");
    kernels.add(PowerKernels::powNumber, "aten.pow.Tensor_Scalar", "aten.pow_.Scalar");
    kernels.addWithTwins(in -> floating(in, ATAN2), "aten.atan2.default", "aten.arctan2.default");
    kernels.add(in -> floating(in, ATAN2), "aten.atan2.out");
    kernels.add(in -> floating(in, LOG_ADD_EXP), "aten.logaddexp.default");
  }

  private static Tensor floating(KernelArguments in, BinaryFunction function) {
    return Elementwise.binary(
        in, Promotion.floating(in.types(), "self", "other"), function, "self", "other");
  }

  private static Tensor pow(KernelArguments in) {
    return Elementwise.binary(
        in, Promotion.common(in.types(), "self", "exponent"), POWER, "self", "exponent");
  }

  private static Tensor powNumber(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "exponent");
    double exponent = in.real("exponent");
    if (!type.isFloatingPoint() && exponent < 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "an integer to the negative power %s; convert the tensor to a floating-point type",
              exponent));
    }
    if (!type.isFloatingPoint()) {
      return pow(in);
    }
    UnaryFunction function = special(exponent);
    return function == null ? pow(in) : Elementwise.unary(in, type, function, "self");
  }

  /** The exponents that PyTorch computes without a power function, each step rounded. */
  private static @Nullable UnaryFunction special(double exponent) {
    if (exponent == 2) {
      return new UnaryFunction(x -> x * x, x -> x * x, UnaryFunction.FLOATS_ONLY);
    }
    if (exponent == 3) {
      return new UnaryFunction(x -> x * x * x, x -> x * x * x, UnaryFunction.FLOATS_ONLY);
    }
    if (exponent == 0.5) {
      return UnaryFunction.rounded(Math::sqrt);
    }
    if (exponent == -0.5) {
      return new UnaryFunction(
          x -> 1 / (float) Math.sqrt(x), x -> 1 / Math.sqrt(x), UnaryFunction.FLOATS_ONLY);
    }
    if (exponent == -1) {
      return UnaryFunction.rounded(x -> 1 / x);
    }
    if (exponent == -2) {
      return new UnaryFunction(x -> 1 / (x * x), x -> 1 / (x * x), UnaryFunction.FLOATS_ONLY);
    }
    return null;
  }

  /** The power as C defines it: 1 to any power is 1, and −1 to an infinite one. */
  private static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return StrictMath.pow(base, exponent);
  }

  /** Wraps around; a negative power of an integer is 0 unless the base is 1 or −1. */
  private static long power(long base, long exponent) {
    if (exponent < 0) {
      return base == 1 ? 1 : base != -1 ? 0 : exponent % 2 == 0 ? 1 : -1;
    }
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        result *= square;
      }
      square *= square;
    }
    return result;
  }

  /** {@code log(eˣ + eʸ)} without overflow. */
  private static double logAddExp(double x, double y) {
    if (x == y && Double.isInfinite(x)) {
      return x;
    }
    return Math.max(x, y) + StrictMath.log1p(StrictMath.exp(-Math.abs(x - y)));
  }
}
