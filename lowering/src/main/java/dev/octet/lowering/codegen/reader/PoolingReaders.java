package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Pools over the last one to three dimensions. */
final class PoolingReaders {
  private PoolingReaders() {}

  static void register(Operators operators) {
    for (int rank = 1; rank <= 3; rank++) {
      int spatial = rank;
      String d = rank + "d";
      operators.add(
          (in, i) -> maximum(in, i, fixed(in, i, spatial)), "aten.max_pool" + d + ".default");
      operators.add(
          (in, i) -> average(in, i, fixed(in, i, spatial)), "aten.avg_pool" + d + ".default");
      operators.add(
          (in, i) -> average(in, i, adaptive(in, i, spatial)),
          "aten.adaptive_avg_pool" + d + ".default");
      if (rank > 1) {
        operators.add(
            (in, i) -> average(in, i, adaptive(in, i, spatial)),
            "aten._adaptive_avg_pool" + d + ".default");
      }
    }
  }

  /**
   * The taps of one window along one dimension.
   *
   * @param taps the longest window
   * @param from first tap inside the data
   * @param to the one behind the last
   * @param start position of tap 0
   * @param step between positions of taps
   * @param padded how many positions count where padding counts
   */
  private record Axis(long taps, Affine from, Affine to, Affine start, long step, Affine padded) {}

  private static long at(long[] values, int index) {
    return values[values.length == 1 ? 0 : index];
  }

  private static List<Axis> fixed(ElementCall in, List<Affine> index, int spatial) {
    long[] shape = in.shape("self");
    long[] kernel = in.longs("kernel_size");
    long[] stride = in.longs("stride").length == 0 ? kernel : in.longs("stride");
    long[] padding = in.longs("padding");
    long[] dilation = in.has("dilation") ? in.longs("dilation") : new long[] {1};
    List<Axis> axes = new ArrayList<>();
    for (int d = 0; d < spatial; d++) {
      int dim = shape.length - spatial + d;
      long taps = at(kernel, d);
      long step = at(dilation, d);
      long pad = at(padding, d);
      Affine start = index.get(dim).times(at(stride, d)).plus(-pad);
      Affine before = start.times(-1);
      Affine from = Affine.max(Affine.ZERO, Affine.floorDivide(before.plus(step - 1), step));
      Affine left = before.plus(shape[dim] - 1);
      Affine to = Affine.min(Affine.of(taps), Affine.floorDivide(left, step).plus(1));
      Affine padded = Affine.min(Affine.of(taps), before.plus(shape[dim] + pad));
      axes.add(new Axis(taps, from, to, start, step, padded));
    }
    return axes;
  }

  private static List<Axis> adaptive(ElementCall in, List<Affine> index, int spatial) {
    long[] shape = in.shape("self");
    long[] result = in.resultShape();
    List<Axis> axes = new ArrayList<>();
    for (int d = 0; d < spatial; d++) {
      int dim = shape.length - spatial + d;
      long size = shape[dim];
      long windows = result[dim];
      Affine scaled = index.get(dim).times(size);
      Affine start = Affine.floorDivide(scaled, windows);
      Affine end = Affine.floorDivide(scaled.plus(size + windows - 1), windows);
      Affine length = size % windows == 0 ? Affine.of(size / windows) : end.plus(start, -1);
      long taps = 1;
      for (long w = 0; w < windows; w++) {
        taps = Math.max(taps, Math.ceilDiv((w + 1) * size, windows) - w * size / windows);
      }
      axes.add(new Axis(taps, Affine.ZERO, length, start, 1, length));
    }
    return axes;
  }

  private static Expr over(
      ElementCall in, List<Affine> index, List<Axis> axes, Expr.Combine combine) {
    List<Affine> place = new ArrayList<>(index);
    List<Expr.Range> ranges = new ArrayList<>();
    for (int d = 0; d < axes.size(); d++) {
      Axis axis = axes.get(d);
      int dim = index.size() - axes.size() + d;
      boolean single = axis.from.equals(Affine.ZERO) && axis.to.equals(Affine.of(1));
      if (single) {
        place.set(dim, axis.start);
      } else {
        LoopVariable tap = in.pool.variable(axis.taps);
        ranges.add(new Expr.Range(tap, axis.from, axis.to));
        place.set(dim, axis.start.plus(Affine.of(tap), axis.step));
      }
    }
    Expr body = in.conversions.number(in.element("self", place));
    return in.pool.reduce(combine, false, ranges, body);
  }

  private static Expr maximum(ElementCall in, List<Affine> index, List<Axis> axes) {
    return in.finish(over(in, index, axes, Expr.Combine.MAXIMUM));
  }

  private static Expr average(ElementCall in, List<Affine> index, List<Axis> axes) {
    DType type = in.dtypeOf("self");
    if (!type.isFloatingPoint()) {
      throw new DeclinedException("the average of integers is not defined");
    }
    Expr sum = over(in, index, axes, Expr.Combine.SUM);
    boolean countPadding = !in.has("count_include_pad") || in.bool("count_include_pad");
    Expr divisor;
    if (in.has("divisor_override")
        && !in.isNone("divisor_override")
        && in.integer("divisor_override") != 0) {
      divisor = in.functions.like(sum, (double) in.integer("divisor_override"));
    } else {
      Expr count = in.pool.i32(1);
      for (Axis axis : axes) {
        Affine length = countPadding ? axis.padded : axis.to.plus(axis.from, -1);
        Expr factor = in.pool.fromIndex(length);
        count =
            count instanceof Expr.Literal a && factor instanceof Expr.Literal b
                ? in.pool.i32((int) (a.bits() * b.bits()))
                : in.functions.multiply(count, factor);
      }
      divisor = in.pool.convert(count, sum.type() == LaneType.F64 ? LaneType.F64 : LaneType.F32);
    }
    return in.finish(in.functions.divide(sum, divisor));
  }
}
