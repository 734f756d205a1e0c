package dev.octet.lowering.codegen.reader;

import dev.octet.graph.Value;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Quantize, dequantize, and the choice of their parameters, in the arithmetic of the reference. */
final class QuantizationReaders {
  private static final String NAMESPACE = "quantized_decomposed.";

  /** Up to here integers are rounded by adding a large float. */
  private static final long SMALL = 1 << 20;

  private QuantizationReaders() {}

  static void register(Operators operators) {
    operators.add(
        QuantizationReaders::quantize,
        NAMESPACE + "quantize_per_tensor.default",
        NAMESPACE + "quantize_per_tensor.tensor");
    operators.add(
        QuantizationReaders::dequantize,
        NAMESPACE + "dequantize_per_tensor.default",
        NAMESPACE + "dequantize_per_tensor.tensor");
    operators.add(
        QuantizationReaders::quantizePerChannel, NAMESPACE + "quantize_per_channel.default");
    operators.add(
        QuantizationReaders::dequantizePerChannel, NAMESPACE + "dequantize_per_channel.default");
    operators.add(
        (in, i) -> in.result == 0 ? affineScale(in) : affineZeroPoint(in),
        NAMESPACE + "choose_qparams.tensor");
    operators.add(
        (in, i) -> in.result == 0 ? symmetricScale(in) : symmetricZeroPoint(in),
        NAMESPACE + "choose_qparams_symmetric.tensor");
  }

  /** An argument that is a number or a tensor of one element, in a type. */
  private static Expr parameter(ElementCall in, String name, DType type) {
    if (!in.isTensor(name)) {
      return in.literal(name, type);
    }
    Value value = in.tensor(name);
    return in.conversions.number(
        in.conversions.convert(in.single(value), BodyReader.dtype(value), type));
  }

  private static Expr quantize(ElementCall in, List<Affine> index) {
    DType from = in.dtypeOf("input");
    Expr x = in.conversions.convert(in.element("input", index), from, DType.FLOAT32);
    Expr scale = parameter(in, "scale", DType.FLOAT64);
    Expr inverse;
    if (scale instanceof Expr.Literal literal) {
      if (literal.real() == 0) {
        throw new DeclinedException("the scale is 0");
      }
      inverse = in.pool.given(in.pool.f32(1.0 / literal.real()));
    } else {
      inverse =
          in.pool.convert(in.functions.divide(in.pool.real(LaneType.F64, 1), scale), LaneType.F32);
    }
    return rounded(in, in.functions.multiply(x, inverse), parameter(in, "zero_point", DType.INT64));
  }

  /** Rounded, moved by the zero point, and held to the range of the call. */
  private static Expr rounded(ElementCall in, Expr scaled, Expr zeroPoint) {
    long min = in.integer("quant_min");
    long max = in.integer("quant_max");
    DType type = in.resultType();
    boolean small =
        scaled.type() == LaneType.F32
            && Math.max(Math.abs(min), Math.abs(max)) <= SMALL
            && min <= 0
            && max >= 0
            && (!(zeroPoint instanceof Expr.Literal literal) || Math.abs(literal.bits()) <= SMALL);
    if (!small) {
      LaneType lane = scaled.type();
      Expr whole =
          in.pool.convert(in.apply(Operation.ROUND, in.pool.convert(scaled, LaneType.F64)), lane);
      Expr moved = in.functions.add(whole, in.pool.convert(zeroPoint, lane));
      Expr low = in.apply(Operation.MAXIMUM, moved, in.functions.like(moved, (double) min));
      Expr held = in.apply(Operation.MINIMUM, low, in.functions.like(moved, (double) max));
      return in.conversions.convert(
          held, lane == LaneType.F32 ? DType.FLOAT32 : DType.FLOAT64, type);
    }
    Expr zero = in.pool.convert(zeroPoint, LaneType.I32);
    Expr low = in.apply(Operation.SUBTRACT, in.pool.i32((int) min), zero);
    Expr high = in.apply(Operation.SUBTRACT, in.pool.i32((int) max), zero);
    // NaN becomes 0: the range includes it, or the zero point could not be one.
    Expr nothing =
        in.pool.convert(in.apply(Operation.SUBTRACT, in.pool.i32(0), zero), LaneType.F32);
    Expr number = in.pool.select(in.apply(Operation.NOT_EQUAL, scaled, scaled), nothing, scaled);
    Expr value = in.functions.roundedBetween(number, low, high, zero);
    return min >= type.minValue() && max <= type.maxValue()
        ? value
        : in.conversions.narrow(value, type);
  }

  private static Expr dequantize(ElementCall in, List<Affine> index) {
    DType type = in.resultType();
    DType exact = type == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    Expr q = in.conversions.number(in.element("input", index));
    Expr widened = in.conversions.convert(q, in.dtypeOf("input"), type);
    Expr zeroPoint = parameter(in, "zero_point", exact);
    Expr moved =
        zeroPoint instanceof Expr.Literal literal && literal.real() == 0
            ? widened
            : in.conversions.round(in.functions.subtract(widened, zeroPoint), type);
    return in.finish(in.functions.multiply(moved, parameter(in, "scale", exact)));
  }

  /** The element of a vector with one number for each index of the axis. */
  private static Expr channel(ElementCall in, String parameter, List<Affine> index) {
    int axis = in.dimension("axis", index.size());
    return in.element(parameter, List.of(index.get(axis)));
  }

  private static Expr quantizePerChannel(ElementCall in, List<Affine> index) {
    DType from = in.dtypeOf("input");
    DType wide = from.bytes() == 2 ? DType.FLOAT32 : from;
    DType scales = in.dtypeOf("scales");
    DType product = Promotion.common(wide, Promotion.floating(scales));
    if ((product != DType.FLOAT32 && product != DType.FLOAT64) || scales.bytes() == 2) {
      throw new DeclinedException("no generated code for scales of type " + scales);
    }
    Expr x = in.conversions.convert(in.element("input", index), from, product);
    Expr scale = in.pool.convert(channel(in, "scales", index), Conversions.lane(scales));
    Expr inverse =
        in.pool.convert(
            in.functions.divide(in.functions.like(scale, 1), scale), Conversions.lane(product));
    Expr zeroPoint = in.pool.convert(channel(in, "zero_points", index), LaneType.I64);
    return rounded(in, in.functions.multiply(x, inverse), zeroPoint);
  }

  private static Expr dequantizePerChannel(ElementCall in, List<Affine> index) {
    DType scales = in.dtypeOf("scales");
    if (scales != DType.FLOAT32 && scales != DType.FLOAT64) {
      throw new DeclinedException("no generated code for scales of type " + scales);
    }
    Expr q = in.conversions.number(in.element("input", index));
    DType difference = in.dtypeOf("input");
    if (!difference.isInteger() || difference.bytes() > 2) {
      throw new DeclinedException("no generated code for quantized values of type " + difference);
    }
    Expr moved = q;
    if (!in.isNone("zero_points")) {
      DType zeroPoints = in.dtypeOf("zero_points");
      if (!zeroPoints.isInteger()) {
        throw new DeclinedException("the zero points are no integers");
      }
      difference = Promotion.common(difference, zeroPoints);
      Expr zeroPoint = in.pool.convert(channel(in, "zero_points", index), LaneType.I32);
      moved = in.apply(Operation.SUBTRACT, q, zeroPoint);
      moved = difference.bytes() < 4 ? in.conversions.narrow(moved, difference) : moved;
    }
    Expr widened = in.pool.convert(moved, Conversions.lane(scales));
    return in.finish(in.functions.multiply(widened, channel(in, "scales", index)));
  }

  /** The largest or smallest element, or 0 if that is larger or smaller still. */
  private static Expr extreme(ElementCall in, Expr.Combine combine) {
    long[] shape = in.shape("input");
    DType type = in.dtypeOf("input");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("no generated code for parameters of integers");
    }
    List<Affine> index = new ArrayList<>(Collections.nCopies(shape.length, Affine.ZERO));
    boolean[] all = new boolean[shape.length];
    java.util.Arrays.fill(all, true);
    Expr found =
        ReductionReaders.once(
            in, shape, all, index, combine, false, "input", place -> in.element("input", place));
    Expr zero = in.functions.like(found, 0);
    return in.apply(
        combine == Expr.Combine.MAXIMUM ? Operation.MAXIMUM : Operation.MINIMUM, zero, found);
  }

  /** The scale as a float. */
  private static Expr scale(ElementCall in) {
    DType type = in.dtypeOf("input");
    Expr low = extreme(in, Expr.Combine.MINIMUM);
    Expr high = extreme(in, Expr.Combine.MAXIMUM);
    Expr width = in.conversions.round(in.functions.subtract(high, low), type);
    float steps = (float) (in.integer("quant_max") - in.integer("quant_min"));
    Expr step =
        in.conversions.round(in.functions.divide(width, in.functions.like(width, steps)), type);
    return in.pool.convert(
        in.apply(Operation.MAXIMUM, step, in.functions.like(step, (float) in.real("eps"))),
        LaneType.F32);
  }

  private static Expr affineScale(ElementCall in) {
    return in.conversions.convert(scale(in), DType.FLOAT32, in.resultType());
  }

  private static Expr affineZeroPoint(ElementCall in) {
    Expr low = in.pool.convert(extreme(in, Expr.Combine.MINIMUM), LaneType.F32);
    Expr quotient = in.functions.divide(low, scale(in));
    Expr rounded =
        in.pool.convert(
            in.apply(Operation.ROUND, in.pool.convert(quotient, LaneType.F64)), LaneType.F32);
    Expr steps = in.conversions.convert(rounded, DType.FLOAT32, DType.INT32);
    int min = (int) in.integer("quant_min");
    int max = (int) in.integer("quant_max");
    Expr moved = in.apply(Operation.SUBTRACT, in.pool.i32(min), steps);
    Expr held =
        in.apply(
            Operation.MINIMUM,
            in.apply(Operation.MAXIMUM, moved, in.pool.i32(min)),
            in.pool.i32(max));
    return in.conversions.convert(held, DType.INT32, in.resultType());
  }

  private static Expr symmetricScale(ElementCall in) {
    DType type = in.dtypeOf("input");
    Expr low = extreme(in, Expr.Combine.MINIMUM);
    Expr high = extreme(in, Expr.Combine.MAXIMUM);
    Expr largest = in.apply(Operation.MAXIMUM, in.apply(Operation.NEGATE, low), high);
    float half = (float) ((in.integer("quant_max") - in.integer("quant_min")) / 2.0);
    Expr step =
        in.conversions.round(in.functions.divide(largest, in.functions.like(largest, half)), type);
    Expr scale = in.apply(Operation.MAXIMUM, step, in.functions.like(step, (float) in.real("eps")));
    return in.conversions.convert(
        scale, step.type() == LaneType.F64 ? DType.FLOAT64 : DType.FLOAT32, in.resultType());
  }

  private static Expr symmetricZeroPoint(ElementCall in) {
    boolean unsigned = in.dtype("dtype").orElseThrow() == DType.UINT8;
    return in.pool.whole(Conversions.lane(in.resultType()), unsigned ? 128 : 0);
  }
}
