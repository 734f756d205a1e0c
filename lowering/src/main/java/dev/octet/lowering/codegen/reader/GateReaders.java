package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Activations that let an element pass, or not, by where it lies or by another element. */
final class GateReaders {
  private GateReaders() {}

  static void register(Operators operators) {
    operators.add(GateReaders::parametric, "aten.prelu.default");
    operators.add(GateReaders::gated, "aten.glu.default");
    operators.add(
        (in, i) -> {
          Expr x = in.stretched("self", in.dtypeOf("self"), i);
          Expr below = in.apply(Operation.LESS_OR_EQUAL, x, number(in, "threshold"));
          return in.finish(in.pool.select(below, number(in, "value"), x));
        },
        "aten.threshold.default");
    operators.add(
        (in, i) -> {
          Expr x = in.stretched("self", in.dtypeOf("self"), i);
          Expr limit = number(in, "lambd");
          Expr inside =
              in.apply(
                  Operation.AND,
                  in.apply(Operation.GREATER_OR_EQUAL, x, in.apply(Operation.NEGATE, limit)),
                  in.apply(Operation.LESS_OR_EQUAL, x, limit));
          return in.finish(in.pool.select(inside, in.functions.like(x, 0), x));
        },
        "aten.hardshrink.default");
    operators.add(
        (in, i) -> {
          Expr x = in.stretched("self", in.dtypeOf("self"), i);
          Expr limit = number(in, "lambd");
          Expr above = in.apply(Operation.GREATER, x, limit);
          Expr below = in.apply(Operation.LESS, x, in.apply(Operation.NEGATE, limit));
          // The product keeps a NaN.
          Expr inside = in.functions.multiply(x, in.functions.like(x, 0));
          Expr others = in.pool.select(below, in.functions.add(x, limit), inside);
          return in.finish(in.pool.select(above, in.functions.subtract(x, limit), others));
        },
        "aten.softshrink.default");
  }

  /** A number argument in the arithmetic of {@code self}: float for the 16-bit types. */
  private static Expr number(ElementCall in, String parameter) {
    DType type = in.dtypeOf("self");
    return in.literal(
        parameter, type.isFloatingPoint() && type.bytes() == 2 ? DType.FLOAT32 : type);
  }

  /** One weight for all, or one for each channel. */
  private static Expr parametric(ElementCall in, List<Affine> index) {
    Expr x = in.stretched("self", in.dtypeOf("self"), index);
    long[] weights = in.shape("weight");
    if (weights.length > 1 || (weights.length == 1 && weights[0] > 1 && index.size() < 2)) {
      throw new DeclinedException("weights that are not those of channels");
    }
    List<Affine> place =
        weights.length == 0 ? List.of() : List.of(weights[0] == 1 ? Affine.ZERO : index.get(1));
    Expr weight = in.pool.convert(in.element("weight", place), x.type());
    return in.finish(
        in.pool.select(
            in.apply(Operation.GREATER, x, in.functions.like(x, 0)),
            x,
            in.functions.multiply(x, weight)));
  }

  /** The first half of a dimension times the sigmoid of the second half. */
  private static Expr gated(ElementCall in, List<Affine> index) {
    int dim = in.dimension("dim", index.size());
    List<Affine> gate = new ArrayList<>(index);
    gate.set(dim, index.get(dim).plus(in.resultShape()[dim]));
    return in.finish(
        in.functions.multiply(
            in.element("self", index), in.functions.sigmoid(in.element("self", gate))));
  }
}
