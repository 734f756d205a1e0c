package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.List;

/** Activations made of comparisons, sums and products, step by step as the reference has them. */
final class ActivationReaders {
  private ActivationReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> bounded(in, i, 0, Double.POSITIVE_INFINITY), "aten.relu.default");
    operators.add((in, i) -> bounded(in, i, 0, 6), "aten.relu6.default");
    operators.add(
        (in, i) -> bounded(in, i, bound(in, "min_val"), bound(in, "max_val")),
        "aten.hardtanh.default");
    operators.add(
        (in, i) -> {
          Expr x = self(in, i);
          return in.finish(in.functions.divide(clipped(in, x), in.functions.like(x, 6)));
        },
        "aten.hardsigmoid.default");
    operators.add(
        (in, i) -> {
          Expr x = self(in, i);
          return in.finish(
              in.functions.divide(
                  in.functions.multiply(x, clipped(in, x)), in.functions.like(x, 6)));
        },
        "aten.hardswish.default");
    operators.add(
        (in, i) -> {
          Expr x = self(in, i);
          Expr slope = in.literal("negative_slope", arithmetic(in));
          return in.finish(
              in.pool.select(
                  in.apply(Operation.GREATER, x, zero(in, x)), x, in.functions.multiply(x, slope)));
        },
        "aten.leaky_relu.default");
  }

  private static Expr self(ElementCall in, List<Affine> index) {
    return in.stretched("self", in.dtypeOf("self"), index);
  }

  /** The type that number arguments are rounded to: float for the 16-bit types. */
  private static DType arithmetic(ElementCall in) {
    DType type = in.dtypeOf("self");
    return type.isFloatingPoint() && type.bytes() == 2 ? DType.FLOAT32 : type;
  }

  private static double bound(ElementCall in, String parameter) {
    return in.literal(parameter, arithmetic(in)) instanceof Expr.Literal literal
        ? literal.type() == LaneType.F32 || literal.type() == LaneType.F64
            ? literal.real()
            : (double) literal.bits()
        : in.real(parameter);
  }

  private static Expr zero(ElementCall in, Expr x) {
    return in.pool.convert(in.pool.i32(0), x.type());
  }

  private static Expr bounded(ElementCall in, List<Affine> index, double low, double high) {
    Expr x = self(in, index);
    Expr least = in.pool.convert(in.pool.real(LaneType.F64, low), x.type());
    Expr below = in.pool.select(in.apply(Operation.LESS, x, least), least, x);
    if (high == Double.POSITIVE_INFINITY) {
      return in.finish(below);
    }
    Expr most = in.pool.convert(in.pool.real(LaneType.F64, high), x.type());
    // The lower bound comes first, and what it gave is not held to the upper one.
    return in.finish(
        low <= high
            ? in.pool.select(in.apply(Operation.GREATER, below, most), most, below)
            : in.pool.select(
                in.apply(Operation.LESS, x, least),
                least,
                in.pool.select(in.apply(Operation.GREATER, x, most), most, x)));
  }

  private static Expr clipped(ElementCall in, Expr x) {
    Expr moved = in.functions.add(x, in.functions.like(x, 3));
    return in.apply(
        Operation.MINIMUM,
        in.apply(Operation.MAXIMUM, moved, in.functions.like(x, 0)),
        in.functions.like(x, 6));
  }
}
