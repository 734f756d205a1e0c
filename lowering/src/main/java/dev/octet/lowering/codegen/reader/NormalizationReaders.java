package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Softmax, normalization of rows by their mean and variance or by their root mean square, and batch
 * normalization by given statistics.
 */
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
        (in, i) -> rows(in, i, false), "aten.layer_norm.default", "aten.native_layer_norm.default");
    operators.add(
        (in, i) -> rows(in, i, true), "aten.rms_norm.default", "aten._fused_rms_norm.default");
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
    // One NaN makes the sum NaN, and so every result, unless an empty row is told by its maximum.
    Expr.Combine combine =
        form == Form.SAFE ? Expr.Combine.MAXIMUM : Expr.Combine.MAXIMUM_OF_NUMBERS;
    Expr largest = ReductionReaders.over(in, shape, along, kept, combine, false, element);
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

  /**
   * Rows of the last dimensions.
   *
   * @param aroundZero takes the mean as 0: the root mean square
   */
  private static Expr rows(ElementCall in, List<Affine> index, boolean aroundZero) {
    long[] shape = in.shape("input");
    DType type = in.dtypeOf("input");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("normalization of integers is not defined");
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
    Expr centred = element.apply(index);
    Expr squares;
    if (aroundZero) {
      squares = ReductionReaders.squaresAroundZero(in, shape, along, kept, element);
    } else {
      Expr mean = ReductionReaders.mean(in, shape, along, kept, element, count);
      if (in.result == 1) {
        return in.finish(mean);
      }
      squares = ReductionReaders.squares(in, shape, along, kept, element, count);
      centred = in.functions.subtract(centred, mean);
    }
    Expr variance = in.functions.divide(squares, in.functions.like(squares, (double) count));
    Expr inverse = inverseRoot(in, variance, in.isNone("eps") ? epsilon(type) : in.real("eps"));
    if (in.result > 0) {
      return in.finish(inverse);
    }
    List<Affine> inside = index.subList(first, shape.length);
    return in.finish(scaled(in, in.functions.multiply(centred, inverse), inside));
  }

  /** What is added to the variance where the call names nothing: from 1 to the next number. */
  private static double epsilon(DType type) {
    return switch (type) {
      case FLOAT64 -> Math.ulp(1.0);
      case FLOAT16 -> 0x1p-10;
      case BFLOAT16 -> 0x1p-7;
      default -> Math.ulp(1f);
    };
  }

  static Expr inverseRoot(ElementCall in, Expr variance, double eps) {
    Expr moved = in.functions.add(variance, in.pool.given(in.functions.like(variance, eps)));
    return in.functions.divide(in.functions.like(moved, 1), in.apply(Operation.SQUARE_ROOT, moved));
  }

  /** Times the weight plus the bias, where there are any. */
  static Expr scaled(ElementCall in, Expr normal, List<Affine> place) {
    Expr value = normal;
    if (!in.isNone("weight")) {
      value = in.functions.multiply(value, parameter(in, "weight", place, normal.type()));
    }
    if (in.has("bias") && !in.isNone("bias")) {
      value = in.functions.add(value, parameter(in, "bias", place, normal.type()));
    }
    return value;
  }

  private static Expr parameter(ElementCall in, String name, List<Affine> place, LaneType lane) {
    return in.pool.convert(in.element(name, place), lane);
  }

  private static Expr batch(ElementCall in, List<Affine> index) {
    if (in.bool("training")) {
      throw new DeclinedException("the statistics of the batch are used");
    }
    return byRunningStatistics(in, index);
  }

  /** Channels by the mean and the variance that the call gives. */
  static Expr byRunningStatistics(ElementCall in, List<Affine> index) {
    if (in.isNone("running_mean") || in.isNone("running_var")) {
      throw new DeclinedException("there are no running statistics");
    }
    Expr x = in.element("input", index);
    List<Affine> channel = List.of(index.get(1));
    Expr mean = parameter(in, "running_mean", channel, x.type());
    Expr variance = parameter(in, "running_var", channel, x.type());
    Expr inverse = inverseRoot(in, variance, in.real("eps"));
    Expr normal = in.functions.multiply(in.functions.subtract(x, mean), inverse);
    return in.finish(scaled(in, normal, channel));
  }
}
