package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Softmax, layer normalization, and batch normalization by given statistics. */
final class NormalizationReaders {
  private NormalizationReaders() {}

  static void register(Operators operators) {
    operators.add(
        (in, i) -> softmax(in, i, Form.PLAIN), "aten.softmax.int", "aten._softmax.default");
    operators.add(
        (in, i) -> softmax(in, i, Form.LOGARITHM),
        "aten.log_softmax.int",
        "aten._log_softmax.default");
    operators.add((in, i) -> softmax(in, i, Form.SAFE), "aten._safe_softmax.default");
    operators.add(
        NormalizationReaders::layer, "aten.layer_norm.default", "aten.native_layer_norm.default");
    operators.add(NormalizationReaders::batch, "aten.batch_norm.default");
  }

  private enum Form {
    PLAIN,
    LOGARITHM,
    /** Of a row of which everything is negative infinity, 0 in place of NaN. */
    SAFE
  }

  private static Expr softmax(ElementCall in, List<Affine> index, Form form) {
    long[] shape = in.shape("self");
    DType from = in.dtypeOf("self");
    DType type = in.resultType();
    int dim = in.dimension("dim", shape.length);
    boolean[] along = new boolean[shape.length];
    if (shape.length > 0) {
      along[dim] = true;
    }
    List<Affine> kept = new ArrayList<>(index);
    if (shape.length > 0) {
      kept.set(dim, Affine.ZERO);
    }
    Function<List<Affine>, Expr> element =
        place -> in.conversions.convert(in.element("self", place), from, type);
    Expr largest =
        ReductionReaders.over(in, shape, along, kept, Expr.Combine.MAXIMUM, false, element);
    Expr sum =
        ReductionReaders.over(
            in,
            shape,
            along,
            kept,
            Expr.Combine.SUM,
            true,
            place ->
                in.functions.expOfNegative(in.functions.subtract(element.apply(place), largest)));
    Expr shifted = in.functions.subtract(element.apply(index), largest);
    if (form == Form.LOGARITHM) {
      return in.finish(in.functions.subtract(shifted, in.functions.log(sum)));
    }
    Expr power = in.functions.expOfNegative(shifted);
    Expr share =
        power.type() == LaneType.F64
            ? in.functions.divide(power, sum)
            : in.functions.multiply(power, in.functions.divide(in.functions.like(sum, 1), sum));
    return in.finish(form == Form.SAFE ? withoutEmptyRows(in, largest, share) : share);
  }

  private static Expr withoutEmptyRows(ElementCall in, Expr largest, Expr share) {
    Expr nothing = in.functions.like(largest, Double.NEGATIVE_INFINITY);
    return in.apply(
        Operation.SELECT,
        in.apply(Operation.EQUAL, largest, nothing),
        in.functions.like(share, 0),
        share);
  }

  private static Expr layer(ElementCall in, List<Affine> index) {
    long[] shape = in.shape("input");
    DType type = in.dtypeOf("input");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("layer normalization of integers is not defined");
    }
    int first = shape.length - in.longs("normalized_shape").length;
    boolean[] along = new boolean[shape.length];
    Arrays.fill(along, first, shape.length, true);
    List<Affine> kept = new ArrayList<>(index);
    long count = 1;
    for (int d = first; d < shape.length; d++) {
      kept.set(d, Affine.ZERO);
      count *= shape[d];
    }
    Function<List<Affine>, Expr> element = place -> in.element("input", place);
    Expr mean = ReductionReaders.mean(in, shape, along, kept, element, count);
    if (in.result == 1) {
      return in.finish(mean);
    }
    Expr squares = ReductionReaders.squares(in, shape, along, kept, element, count);
    Expr variance = in.functions.divide(squares, in.functions.like(squares, (double) count));
    Expr inverse = inverseRoot(in, variance);
    if (in.result == 2) {
      return in.finish(inverse);
    }
    List<Affine> inside = index.subList(first, shape.length);
    Expr normal = in.functions.multiply(in.functions.subtract(element.apply(index), mean), inverse);
    return in.finish(scaled(in, normal, inside));
  }

  private static Expr inverseRoot(ElementCall in, Expr variance) {
    Expr moved =
        in.functions.add(variance, in.pool.given(in.functions.like(variance, in.real("eps"))));
    return in.functions.divide(in.functions.like(moved, 1), in.apply(Operation.SQUARE_ROOT, moved));
  }

  /** Times the weight plus the bias, where there are any. */
  private static Expr scaled(ElementCall in, Expr normal, List<Affine> place) {
    Expr value = normal;
    if (!in.isNone("weight")) {
      value = in.functions.multiply(value, parameter(in, "weight", place, normal.type()));
    }
    if (!in.isNone("bias")) {
      value = in.functions.add(value, parameter(in, "bias", place, normal.type()));
    }
    return value;
  }

  private static Expr parameter(ElementCall in, String name, List<Affine> place, LaneType lane) {
    return in.pool.convert(in.element(name, place), lane);
  }

  private static Expr batch(ElementCall in, List<Affine> index) {
    if (in.bool("training") || in.isNone("running_mean") || in.isNone("running_var")) {
      throw new DeclinedException("the statistics of the batch are used");
    }
    Expr x = in.element("input", index);
    List<Affine> channel = List.of(index.get(1));
    Expr mean = parameter(in, "running_mean", channel, x.type());
    Expr variance = parameter(in, "running_var", channel, x.type());
    Expr normal = in.functions.multiply(in.functions.subtract(x, mean), inverseRoot(in, variance));
    return in.finish(scaled(in, normal, channel));
  }
}
