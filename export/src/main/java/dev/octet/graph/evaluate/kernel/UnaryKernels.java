package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Functions of one element. Transcendental functions are computed in double by {@link StrictMath}
 * and rounded once.
 */
final class UnaryKernels {
  private static final double DEGREES = 180 / Math.PI;
  private static final double RADIANS = Math.PI / 180;

  private UnaryKernels() {}

  static void register(Kernels kernels) {
    numeric(kernels, "abs", Math::abs, Math::abs);
    numeric(kernels, "absolute", Math::abs, Math::abs);
    numeric(kernels, "neg", x -> -x, x -> -x);
    numeric(kernels, "negative", x -> -x, x -> -x);
    numeric(kernels, "positive", x -> x, x -> x);
    numeric(kernels, "sign", x -> x > 0 ? 1 : x < 0 ? -1 : 0, Long::signum);
    numeric(kernels, "floor", Math::floor, x -> x);
    numeric(kernels, "ceil", Math::ceil, x -> x);
    numeric(kernels, "trunc", ArithmeticKernels::truncate, x -> x);
    numeric(kernels, "fix", ArithmeticKernels::truncate, x -> x);
    numeric(kernels, "round", Math::rint, x -> x);
    numeric(kernels, "frac", x -> x - ArithmeticKernels.truncate(x), x -> x);
    floating(kernels, "reciprocal", x -> 1 / x);
    floating(kernels, "sqrt", Math::sqrt);
    floating(kernels, "rsqrt", x -> 1 / Math.sqrt(x));
    floating(kernels, "exp", StrictMath::exp);
    floating(kernels, "exp2", x -> StrictMath.pow(2, x));
    floating(kernels, "expm1", StrictMath::expm1);
    floating(kernels, "log", StrictMath::log);
    floating(kernels, "log2", SpecialFunctions::log2);
    floating(kernels, "log10", StrictMath::log10);
    floating(kernels, "log1p", StrictMath::log1p);
    floating(kernels, "sin", StrictMath::sin);
    floating(kernels, "cos", StrictMath::cos);
    floating(kernels, "tan", StrictMath::tan);
    floating(kernels, "asin", StrictMath::asin);
    floating(kernels, "acos", StrictMath::acos);
    floating(kernels, "atan", StrictMath::atan);
    floating(kernels, "sinh", StrictMath::sinh);
    floating(kernels, "cosh", StrictMath::cosh);
    floating(kernels, "tanh", StrictMath::tanh);
    floating(kernels, "asinh", SpecialFunctions::asinh);
    floating(kernels, "acosh", SpecialFunctions::acosh);
    floating(kernels, "atanh", SpecialFunctions::atanh);
    floating(kernels, "erf", ErrorFunction::erf);
    floating(kernels, "erfc", ErrorFunction::erfc);
    floating(kernels, "sigmoid", SpecialFunctions::sigmoid);
    add(
        kernels,
        "deg2rad",
        new UnaryFunction(x -> x * (float) RADIANS, x -> x * RADIANS, UnaryFunction.FLOATS_ONLY));
    add(
        kernels,
        "rad2deg",
        new UnaryFunction(x -> x * (float) DEGREES, x -> x * DEGREES, UnaryFunction.FLOATS_ONLY));
    kernels.addWithTwins(UnaryKernels::square, "aten.square.default");
    kernels.addWithTwins(UnaryKernels::roundDecimals, "aten.round.decimals");
    kernels.addWithTwins(UnaryKernels::logit, "aten.logit.default");
    kernels.addWithTwins(UnaryKernels::replaceNonFinite, "aten.nan_to_num.default");
    test(kernels, "isnan", Double::isNaN);
    test(kernels, "isinf", Double::isInfinite);
    test(kernels, "isfinite", Double::isFinite);
    test(kernels, "isneginf", x -> x == Double.NEGATIVE_INFINITY);
    test(kernels, "isposinf", x -> x == Double.POSITIVE_INFINITY);
    test(kernels, "signbit", x -> Math.copySign(1, x) < 0);
  }

  /** A function whose double form, rounded, is what float arithmetic gives. */
  private static void numeric(
      Kernels kernels, String name, DoubleUnaryOperator real, LongUnaryOperator integer) {
    UnaryFunction function = UnaryFunction.rounded(real, integer);
    kernels.addWithTwins(
        in -> Elementwise.unary(in, in.tensor("self").dtype(), function, "self"),
        "aten." + name + ".default");
  }

  private static void floating(Kernels kernels, String name, DoubleUnaryOperator function) {
    add(kernels, name, UnaryFunction.rounded(function));
  }

  private static void add(Kernels kernels, String name, UnaryFunction function) {
    kernels.addWithTwins(
        in -> Elementwise.unary(in, Promotion.floating(in.types(), "self"), function, "self"),
        "aten." + name + ".default");
  }

  private static void test(Kernels kernels, String name, DoublePredicate predicate) {
    UnaryFunction function =
        UnaryFunction.rounded(
            x -> predicate.test(x) ? 1 : 0, x -> predicate.test((double) x) ? 1 : 0);
    kernels.add(
        in -> Elementwise.unary(in, in.tensor("self").dtype(), function, "self"),
        "aten." + name + ".default");
  }

  private static Tensor square(KernelArguments in) {
    return Elementwise.unary(
        in,
        in.tensor("self").dtype(),
        new UnaryFunction(x -> x * x, x -> x * x, x -> x * x),
        "self");
  }

  /**
   * Scaled by a power of ten, rounded to the nearest even integer, and scaled back, in the tensor's
   * arithmetic.
   */
  private static Tensor roundDecimals(KernelArguments in) {
    int decimals = Math.toIntExact(in.integer("decimals"));
    double scale = StrictMath.pow(10, Math.abs(decimals));
    float narrow = (float) scale;
    UnaryFunction function =
        decimals >= 0
            ? new UnaryFunction(
                x -> (float) Math.rint(x * narrow) / narrow,
                x -> Math.rint(x * scale) / scale,
                x -> x)
            : new UnaryFunction(
                x -> (float) Math.rint(x / narrow) * narrow,
                x -> Math.rint(x / scale) * scale,
                x -> x);
    return Elementwise.unary(in, in.tensor("self").dtype(), function, "self");
  }

  /** The inverse of the sigmoid; {@code eps} keeps the argument away from 0 and 1. */
  private static Tensor logit(KernelArguments in) {
    boolean clamp = !in.isNone("eps");
    double eps = clamp ? in.real("eps") : 0;
    UnaryFunction function =
        UnaryFunction.rounded(x -> {
          double inside = clamp ? Math.min(Math.max(x, eps), 1 - eps) : x;
          return StrictMath.log(inside / (1 - inside));
        });
    return Elementwise.unary(in, Promotion.floating(in.types(), "self"), function, "self");
  }

  private static Tensor replaceNonFinite(KernelArguments in) {
    DType type = in.tensor("self").dtype();
    if (!type.isFloatingPoint()) {
      return ConversionKernels.converted(in, in.tensor("self"));
    }
    double largest =
        switch (type) {
          case FLOAT64 -> Double.MAX_VALUE;
          case FLOAT32 -> Float.MAX_VALUE;
          case FLOAT16 -> 65504;
          case BFLOAT16 -> 0x1.fep127;
          default -> throw new InputException("no largest finite value is known for " + type);
        };
    double nan = in.isNone("nan") ? 0 : in.real("nan");
    double positive = in.isNone("posinf") ? largest : in.real("posinf");
    double negative = in.isNone("neginf") ? -largest : in.real("neginf");
    UnaryFunction function =
        UnaryFunction.rounded(x ->
            Double.isNaN(x)
                ? nan
                : x == Double.POSITIVE_INFINITY
                    ? positive
                    : x == Double.NEGATIVE_INFINITY ? negative : x);
    return Elementwise.unary(in, type, function, "self");
  }
}
