package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Sums, products and quotients of two operands. */
final class ArithmeticKernels {
  private static final BinaryFunction MULTIPLY =
      new BinaryFunction((x, y) -> x * y, (x, y) -> x * y, (x, y) -> x * y);
  private static final BinaryFunction ADD =
      new BinaryFunction((x, y) -> x + y, (x, y) -> x + y, (x, y) -> x + y);
  private static final BinaryFunction SUBTRACT =
      new BinaryFunction((x, y) -> x - y, (x, y) -> x - y, (x, y) -> x - y);
  private static final BinaryFunction DIVIDE = BinaryFunction.rounded((x, y) -> x / y);
  private static final BinaryFunction TRUNCATED =
      new BinaryFunction(
          (x, y) -> (float) truncate(x / y), (x, y) -> truncate(x / y), (x, y) -> x / divisor(y));
  private static final BinaryFunction FLOORED =
      new BinaryFunction(
          ArithmeticKernels::floorDivide,
          ArithmeticKernels::floorDivide,
          (x, y) -> Math.floorDiv(x, divisor(y)));
  private static final BinaryFunction REMAINDER =
      new BinaryFunction(
          ArithmeticKernels::remainder,
          ArithmeticKernels::remainder,
          (x, y) -> Math.floorMod(x, divisor(y)));
  private static final BinaryFunction FMOD =
      new BinaryFunction((x, y) -> x % y, (x, y) -> x % y, (x, y) -> x % divisor(y));

  private ArithmeticKernels() {}

  static void register(Kernels kernels) {
    kernels.addWithTwins(in -> add(in, 1), "aten.add.Tensor", "aten.add.Scalar");
    kernels.addWithTwins(
        in -> add(in, -1),
        "aten.sub.Tensor",
        "aten.sub.Scalar",
        "aten.subtract.Tensor",
        "aten.subtract.Scalar");
    kernels.addWithTwins(
        ArithmeticKernels::reverseSubtract, "aten.rsub.Tensor", "aten.rsub.Scalar");
    kernels.addWithTwins(
        in -> scaled(in, Promotion.common(in.types(), "self", "other"), MULTIPLY),
        "aten.mul.Tensor",
        "aten.mul.Scalar",
        "aten.multiply.Tensor",
        "aten.multiply.Scalar");
    kernels.addWithTwins(
        ArithmeticKernels::divide,
        "aten.div.Tensor",
        "aten.div.Scalar",
        "aten.divide.Tensor",
        "aten.divide.Scalar",
        "aten.true_divide.Tensor",
        "aten.true_divide.Scalar");
    kernels.addWithTwins(
        ArithmeticKernels::divideRounding,
        "aten.div.Tensor_mode",
        "aten.div.Scalar_mode",
        "aten.divide.Tensor_mode",
        "aten.divide.Scalar_mode");
    kernels.addWithTwins(
        in -> promoted(in, FLOORED), "aten.floor_divide.default", "aten.floor_divide.Scalar");
    kernels.add(in -> promoted(in, FLOORED), "aten.floor_divide_.Tensor");
    kernels.addWithTwins(
        in -> promoted(in, REMAINDER),
        "aten.remainder.Tensor",
        "aten.remainder.Scalar",
        "aten.remainder.Scalar_Tensor");
    kernels.addWithTwins(in -> promoted(in, FMOD), "aten.fmod.Tensor", "aten.fmod.Scalar");
  }

  private static Tensor promoted(KernelArguments in, BinaryFunction function) {
    return Elementwise.binary(
        in, Promotion.common(in.types(), "self", "other"), function, "self", "other");
  }

  /**
   * Products and quotients: a second operand without dimensions keeps float32 precision beside
   * 16-bit tensors.
   */
  private static Tensor scaled(KernelArguments in, DType type, BinaryFunction function) {
    return Elementwise.binary(in, type, function, "self", "other", true);
  }

  private static Tensor add(KernelArguments in, int sign) {
    DType type = Promotion.common(in.types(), "self", "other");
    Object alpha = in.number("alpha");
    if (alpha.equals(1L) || alpha.equals(1.0) || alpha.equals(true)) {
      return promoted(in, sign > 0 ? ADD : SUBTRACT);
    }
    return promoted(in, addition(alpha(in, type), sign));
  }

  /** {@code x + sign·α·y}; floating-point types round once, as the fused instruction does. */
  private static BinaryFunction addition(Tensor alpha, int sign) {
    float f32 = sign * alpha.getFloat(0);
    double f64 = sign * alpha.getDouble(0);
    long s64 = sign * alpha.getLong(0);
    return new BinaryFunction(
        (x, y) -> Math.fma(f32, y, x), (x, y) -> Math.fma(f64, y, x), (x, y) -> x + s64 * y);
  }

  private static Tensor reverseSubtract(KernelArguments in) {
    DType type = Promotion.common(in.types(), "self", "other");
    BinaryFunction forward = addition(alpha(in, type), -1);
    BinaryFunction reversed =
        new BinaryFunction(
            (x, y) -> forward.f32().apply(y, x),
            (x, y) -> forward.f64().applyAsDouble(y, x),
            (x, y) -> forward.s64().applyAsLong(y, x));
    return promoted(in, reversed);
  }

  /** The factor {@code alpha} in the arithmetic of the operator. */
  private static Tensor alpha(KernelArguments in, DType type) {
    Object alpha = in.number("alpha");
    if (alpha instanceof Double && !type.isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "alpha is the floating-point number %s, the operands are integers; pass an integer",
              alpha));
    }
    return ElementArrays.scalar(
        alpha, type == DType.FLOAT64 || !type.isFloatingPoint() ? type : DType.FLOAT32);
  }

  private static Tensor divide(KernelArguments in) {
    return scaled(in, Promotion.floating(in.types(), "self", "other"), DIVIDE);
  }

  private static Tensor divideRounding(KernelArguments in) {
    if (in.isNone("rounding_mode")) {
      return divide(in);
    }
    return scaled(
        in,
        Promotion.common(in.types(), "self", "other"),
        in.string("rounding_mode").equals("floor") ? FLOORED : TRUNCATED);
  }

  private static long divisor(long y) {
    if (y == 0) {
      throw new InputException("division of an integer by zero");
    }
    return y;
  }

  static double truncate(double x) {
    return x < 0 ? Math.ceil(x) : Math.floor(x);
  }

  /** The remainder with the sign of the divisor. */
  private static float remainder(float x, float y) {
    float rest = x % y;
    return rest != 0 && (y < 0) != (rest < 0) ? rest + y : rest;
  }

  private static double remainder(double x, double y) {
    double rest = x % y;
    return rest != 0 && (y < 0) != (rest < 0) ? rest + y : rest;
  }

  /**
   * The floor of the quotient as Python computes it: from the exact remainder, so that the result
   * is right where the rounded quotient would reach the next integer.
   */
  private static float floorDivide(float x, float y) {
    if (y == 0) {
      return x / y;
    }
    float rest = x % y;
    float quotient = (x - rest) / y;
    if (rest != 0 && (y < 0) != (rest < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0f, x / y);
    }
    float floor = (float) Math.floor(quotient);
    return quotient - floor > 0.5f ? floor + 1 : floor;
  }

  private static double floorDivide(double x, double y) {
    if (y == 0) {
      return x / y;
    }
    double rest = x % y;
    double quotient = (x - rest) / y;
    if (rest != 0 && (y < 0) != (rest < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0.0, x / y);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }
}
