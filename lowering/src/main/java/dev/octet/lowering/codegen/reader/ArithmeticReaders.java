package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import java.util.List;

/** Sums, products, quotients, powers, extremes and bounds, in the promoted type of the operands. */
final class ArithmeticReaders {
  private ArithmeticReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> add(in, i, 1, "self", "other"), "aten.add.Tensor", "aten.add.Scalar");
    operators.add(
        (in, i) -> add(in, i, -1, "self", "other"),
        "aten.sub.Tensor",
        "aten.sub.Scalar",
        "aten.subtract.Tensor",
        "aten.subtract.Scalar");
    operators.add(
        (in, i) -> add(in, i, -1, "other", "self"), "aten.rsub.Tensor", "aten.rsub.Scalar");
    operators.add(
        (in, i) -> wide(in, i, Promotion.common(in.types(), "self", "other"), Operation.MULTIPLY),
        "aten.mul.Tensor",
        "aten.mul.Scalar",
        "aten.multiply.Tensor",
        "aten.multiply.Scalar");
    operators.add(
        (in, i) -> wide(in, i, Promotion.floating(in.types(), "self", "other"), Operation.DIVIDE),
        "aten.div.Tensor",
        "aten.div.Scalar",
        "aten.divide.Tensor",
        "aten.divide.Scalar",
        "aten.true_divide.Tensor",
        "aten.true_divide.Scalar");
    operators.add(ArithmeticReaders::power, "aten.pow.Tensor_Scalar");
    operators.add(
        (in, i) -> extreme(in, i, Operation.GREATER), "aten.maximum.default", "aten.max.other");
    operators.add(
        (in, i) -> extreme(in, i, Operation.LESS), "aten.minimum.default", "aten.min.other");
    operators.add(
        (in, i) -> bounded(in, i, "min", "max"),
        "aten.clamp.default",
        "aten.clamp.Tensor",
        "aten.clip.default",
        "aten.clip.Tensor");
    operators.add(
        (in, i) -> bounded(in, i, "min", ""), "aten.clamp_min.default", "aten.clamp_min.Tensor");
    operators.add(
        (in, i) -> bounded(in, i, "", "max"), "aten.clamp_max.default", "aten.clamp_max.Tensor");
  }

  private static Expr add(
      ElementCall in, List<Affine> index, int sign, String first, String second) {
    DType type = Promotion.common(in.types(), "self", "other");
    Expr x = in.stretched(first, type, index);
    Expr y = in.stretched(second, type, index);
    double alpha = in.real("alpha");
    boolean fused = alpha != 1 || first.equals("other");
    if (!fused) {
      return in.finish(in.apply(sign > 0 ? Operation.ADD : Operation.SUBTRACT, x, y));
    }
    if (!type.isFloatingPoint()) {
      Expr factor =
          Conversions.arithmetic(type) == LaneType.I64
              ? in.pool.whole(LaneType.I64, sign * (long) alpha)
              : in.pool.i32((int) (sign * (long) alpha));
      return in.finish(in.apply(Operation.ADD, x, in.apply(Operation.MULTIPLY, y, factor)));
    }
    return in.finish(
        in.apply(Operation.FUSED_MULTIPLY_ADD, in.functions.like(x, sign * alpha), y, x));
  }

  /**
   * A second operand without dimensions keeps float32 precision beside a 16-bit tensor, as in the
   * reference.
   */
  private static Expr wide(ElementCall in, List<Affine> index, DType type, Operation operation) {
    boolean single =
        type.isFloatingPoint()
            && type.bytes() == 2
            && (!in.isTensor("other") || in.shape("other").length == 0);
    Expr x = in.stretched("self", type, index);
    Expr y = in.stretched("other", single ? DType.FLOAT32 : type, index);
    return in.finish(in.apply(operation, x, y));
  }

  private static Expr power(ElementCall in, List<Affine> index) {
    DType type = Promotion.common(in.types(), "self", "exponent");
    double exponent = in.real("exponent");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("no generated code for powers of integers");
    }
    Expr x = in.stretched("self", type, index);
    Expr one = in.functions.like(x, 1);
    Expr square = in.functions.multiply(x, x);
    Expr value;
    if (exponent == 2) {
      value = square;
    } else if (exponent == 3) {
      value = in.functions.multiply(square, x);
    } else if (exponent == 0.5) {
      value = in.apply(Operation.SQUARE_ROOT, x);
    } else if (exponent == -0.5) {
      value = in.functions.divide(one, in.apply(Operation.SQUARE_ROOT, x));
    } else if (exponent == -1) {
      value = in.functions.divide(one, x);
    } else if (exponent == -2) {
      value = in.functions.divide(one, square);
    } else {
      Expr base = in.pool.convert(x, LaneType.F64);
      double rounded = ((Expr.Literal) in.literal("exponent", type)).real();
      Expr power = in.pool.call("pow", base, in.pool.real(LaneType.F64, rounded));
      // 1 to any power is 1, even where Java says NaN.
      value =
          in.pool.select(
              in.apply(Operation.EQUAL, base, in.functions.like(base, 1)),
              in.functions.like(base, 1),
              power);
    }
    return in.finish(value);
  }

  /** A NaN of either operand wins; of two zeros the second. */
  private static Expr extreme(ElementCall in, List<Affine> index, Operation comparison) {
    DType type = Promotion.common(in.types(), "self", "other");
    Expr x = in.stretched("self", type, index);
    Expr y = in.stretched("other", type, index);
    return in.finish(chosen(in, x, y, comparison));
  }

  private static Expr chosen(ElementCall in, Expr x, Expr y, Operation comparison) {
    Expr first = in.apply(comparison, x, y);
    if (x.type() == LaneType.F32 || x.type() == LaneType.F64) {
      first = in.apply(Operation.OR, first, in.apply(Operation.NOT_EQUAL, x, x));
    }
    return in.pool.select(first, x, y);
  }

  private static Expr bounded(ElementCall in, List<Affine> index, String low, String high) {
    boolean below = !low.isEmpty() && !in.isNone(low);
    boolean above = !high.isEmpty() && !in.isNone(high);
    DType type =
        below && above
            ? Promotion.common(in.types(), "self", low, high)
            : Promotion.common(in.types(), "self", below ? low : high);
    Expr x = in.stretched("self", type, index);
    boolean tensors = in.isTensor(below ? low : high);
    if (below) {
      Expr bound = in.stretched(low, type, index);
      x = tensors ? chosen(in, x, bound, Operation.GREATER) : limit(in, x, bound, Operation.LESS);
    }
    if (above) {
      Expr bound = in.stretched(high, type, index);
      x = tensors ? chosen(in, x, bound, Operation.LESS) : limit(in, x, bound, Operation.GREATER);
    }
    return in.finish(x);
  }

  /** The bound where it is passed or no number; else the element, its own zero included. */
  static Expr limit(ElementCall in, Expr x, Expr bound, Operation passed) {
    boolean nan =
        bound instanceof Expr.Literal literal
            && (literal.type() == LaneType.F32 || literal.type() == LaneType.F64)
            && Double.isNaN(literal.real());
    return nan ? bound : in.pool.select(in.apply(passed, x, bound), bound, x);
  }
}
