package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import java.util.List;

/** Functions of one element. */
final class UnaryReaders {
  /** A function in float or double arithmetic. */
  interface Function {
    Expr of(ElementCall in, Expr x);
  }

  // Constants of Klambauer et al., "Self-Normalizing Neural Networks" (2017).
  private static final double SELU_ALPHA = 1.6732632423543772;
  private static final double SELU_SCALE = 1.0507009873554805;

  private UnaryReaders() {}

  static void register(Operators operators) {
    operators.add(
        (in, i) -> {
          Expr x = in.stretched("self", in.dtypeOf("self"), i);
          return in.finish(
              x.type() == LaneType.I32 || x.type() == LaneType.I64
                  ? in.apply(Operation.MAXIMUM, x, in.apply(Operation.NEGATE, x))
                  : in.apply(Operation.ABSOLUTE, x));
        },
        "aten.abs.default",
        "aten.absolute.default");
    operators.add(
        (in, i) ->
            in.finish(in.apply(Operation.NEGATE, in.stretched("self", in.dtypeOf("self"), i))),
        "aten.neg.default",
        "aten.negative.default");
    operators.add(
        (in, i) -> {
          Expr x = in.stretched("self", in.dtypeOf("self"), i);
          return in.finish(in.apply(Operation.MULTIPLY, x, x));
        },
        "aten.square.default");
    floating(
        operators,
        "aten.reciprocal.default",
        (in, x) -> in.functions.divide(in.functions.like(x, 1), x));
    floating(operators, "aten.sqrt.default", (in, x) -> in.apply(Operation.SQUARE_ROOT, x));
    floating(
        operators,
        "aten.rsqrt.default",
        (in, x) ->
            in.functions.divide(in.functions.like(x, 1), in.apply(Operation.SQUARE_ROOT, x)));
    floating(operators, "aten.exp.default", (in, x) -> in.functions.exp(x));
    floating(operators, "aten.log.default", (in, x) -> in.functions.log(x));
    floating(operators, "aten.erf.default", (in, x) -> in.functions.erf(x));
    floating(operators, "aten.sigmoid.default", (in, x) -> in.functions.sigmoid(x));
    floating(operators, "aten.tanh.default", (in, x) -> in.functions.tanh(x));
    floating(operators, "aten.sin.default", (in, x) -> inDouble(in, x, "sin"));
    floating(operators, "aten.cos.default", (in, x) -> inDouble(in, x, "cos"));
    floating(operators, "aten.silu.default", (in, x) -> silu(in, x));
    floating(
        operators,
        "aten.mish.default",
        (in, x) -> in.functions.multiply(x, in.functions.tanh(in.functions.softplus(x))));
    floating(
        operators,
        "aten.elu.default",
        (in, x) -> elu(in, x, in.real("alpha"), in.real("scale"), in.real("input_scale")));
    floating(
        operators,
        "aten.celu.default",
        (in, x) -> elu(in, x, in.real("alpha"), 1, 1 / in.real("alpha")));
    floating(operators, "aten.selu.default", (in, x) -> elu(in, x, SELU_ALPHA, SELU_SCALE, 1));
    floating(operators, "aten.expm1.default", (in, x) -> in.functions.expm1(x));
    floating(
        operators,
        "aten.log_sigmoid.default",
        (in, x) ->
            in.apply(Operation.NEGATE, in.functions.softplus(in.apply(Operation.NEGATE, x))));
    floating(operators, "aten.softplus.default", UnaryReaders::softplus);
    floating(
        operators,
        "aten.gelu.default",
        (in, x) ->
            in.string("approximate").equals("tanh")
                ? in.functions.geluTanh(x)
                : in.functions.gelu(x));
  }

  private static void floating(Operators operators, String name, Function function) {
    operators.add((in, i) -> floating(in, i, function), name);
  }

  static Expr floating(ElementCall in, List<Affine> index, Function function) {
    DType type = Promotion.floating(in.types(), "self");
    return in.finish(function.of(in, in.stretched("self", type, index)));
  }

  private static Expr inDouble(ElementCall in, Expr x, String function) {
    return in.pool.call(function, in.pool.convert(x, LaneType.F64));
  }

  private static Expr silu(ElementCall in, Expr x) {
    return in.functions.multiply(x, in.functions.sigmoid(x));
  }

  private static Expr elu(ElementCall in, Expr x, double alpha, double scale, double inputScale) {
    Expr negative =
        in.functions.multiply(
            in.functions.like(x, scale * alpha),
            in.functions.expm1ButZeros(in.functions.multiply(in.functions.like(x, inputScale), x)));
    return in.pool.select(
        in.apply(Operation.LESS, x, in.functions.like(x, 0)), // a zero keeps its sign
        negative,
        in.functions.multiply(in.functions.like(x, scale), x));
  }

  private static Expr softplus(ElementCall in, Expr x) {
    Expr scaled = in.functions.multiply(x, in.functions.like(x, in.real("beta")));
    return in.pool.select(
        in.apply(Operation.GREATER, scaled, in.functions.like(x, in.real("threshold"))),
        x,
        in.functions.divide(in.functions.softplus(scaled), in.functions.like(x, in.real("beta"))));
  }
}
