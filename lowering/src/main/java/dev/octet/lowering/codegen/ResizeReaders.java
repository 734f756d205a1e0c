package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Interpolation of (batch, channels, spatial…). Nearest pixels are read by an index and stay what
 * they are. Others are weighted sums, along one dimension after the other, the first spatial one
 * innermost, as the reference evaluator has it; weights are computed from the index, which takes no
 * tables. Sums are those of floats with fused multiply-add: doubles, in which the reference
 * evaluator sums, have no vectors and are slow or missing on devices. Of float64 sums are exact.
 */
final class ResizeReaders {
  /** Of the kernel of Keys. */
  private static final double A = -0.75;

  private ResizeReaders() {}

  static void register(Operators operators) {
    for (int rank = 1; rank <= 3; rank++) {
      add(operators, "upsample_nearest" + rank + "d", ResizedAxis.Mode.NEAREST);
      add(operators, "_upsample_nearest_exact" + rank + "d", ResizedAxis.Mode.NEAREST_CENTRE);
    }
    add(operators, "upsample_linear1d", ResizedAxis.Mode.LINEAR);
    add(operators, "upsample_bilinear2d", ResizedAxis.Mode.LINEAR);
    add(operators, "upsample_trilinear3d", ResizedAxis.Mode.LINEAR);
    add(operators, "upsample_bicubic2d", ResizedAxis.Mode.CUBIC);
  }

  private static void add(Operators operators, String name, ResizedAxis.Mode mode) {
    operators.add(
        (in, i) -> resized(in, i, "self", mode, scales(in, i.size() - 2)),
        "aten." + name + ".default");
    operators.add(
        (in, i) -> resized(in, i, "input", mode, factors(in, i.size() - 2)),
        "aten." + name + ".vec");
  }

  /** The factors that the call names, or zeros. */
  private static double[] scales(ElementCall in, int spatial) {
    String[] names = {"scales_d", "scales_h", "scales_w"};
    double[] scales = new double[spatial];
    for (int d = 0; d < spatial; d++) {
      String name = spatial == 1 ? "scales" : names[names.length - spatial + d];
      scales[d] = in.isNone(name) ? 0 : in.real(name);
    }
    return scales;
  }

  private static double[] factors(ElementCall in, int spatial) {
    return in.isNone("scale_factors")
        ? new double[spatial]
        : in.types().doubles("scale_factors").stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Expr resized(
      ElementCall in, List<Affine> index, String input, ResizedAxis.Mode mode, double[] scales) {
    long[] from = in.shape(input);
    long[] to = in.resultShape();
    boolean corners = in.has("align_corners") && in.bool("align_corners");
    boolean single = in.resultType() != DType.FLOAT64;
    List<ResizedAxis> axes = new ArrayList<>();
    for (int d = 2; d < to.length; d++) {
      axes.add(new ResizedAxis(mode, from[d], to[d], scales[d - 2], corners, single));
    }
    Expr element = along(in, input, axes, from, index, to.length - 1);
    if (mode.isNearest()) {
      return in.resultType().isBool() ? ComparisonReaders.truth(in, element) : element;
    }
    return in.finish(element);
  }

  /** An element of what is resized in the dimensions up to the given one. */
  private static Expr along(
      ElementCall in,
      String input,
      List<ResizedAxis> axes,
      long[] shape,
      List<Affine> place,
      int dim) {
    if (dim < 2) {
      return in.conversions.number(in.element(input, place));
    }
    if (shape[dim] == 1) {
      return along(in, input, axes, shape, with(place, dim, Affine.ZERO), dim - 1);
    }
    Affine at = place.get(dim);
    Expr result = null;
    // From the last line backwards; each that the index may lie on becomes a choice.
    for (DigitalLine line : axes.get(dim - 2).pixels().reverse()) {
      if (at.max() >= line.begin() && at.min() < line.end()) {
        Expr value = on(line, in, input, axes, shape, place, dim);
        result = result == null ? value : choice(in, at, line.end(), value, result);
      }
    }
    return Objects.requireNonNull(result);
  }

  private static Expr choice(ElementCall in, Affine at, long end, Expr below, Expr above) {
    in.body.requests().bound(at, end);
    Expr isBelow =
        in.apply(Operation.LESS, in.pool.fromIndex(at), in.pool.i32(Math.toIntExact(end)));
    return in.pool.select(isBelow, below, above);
  }

  /** The same on one line of pixels. */
  private static Expr on(
      DigitalLine line,
      ElementCall in,
      String input,
      List<ResizedAxis> axes,
      long[] shape,
      List<Affine> place,
      int dim) {
    ResizedAxis axis = axes.get(dim - 2);
    Affine at = place.get(dim);
    Affine pixel = line.at(at);
    if (axis.isExact()) {
      in.body.requests().division(line.dividend(at), line.run());
      return along(in, input, axes, shape, with(place, dim, pixel), dim - 1);
    }
    List<Expr> weights = weights(in, axis.mode(), axis.rest(in, at, pixel));
    Affine last = Affine.of(shape[dim] - 1);
    Expr sum = null;
    for (int t = 0; t < weights.size(); t++) {
      Affine tap = pixel.plus(t - (weights.size() / 2 - 1));
      Affine inside = Affine.max(Affine.ZERO, Affine.min(tap, last));
      Expr value = along(in, input, axes, shape, with(place, dim, inside), dim - 1);
      Expr weight = weights.get(t);
      sum =
          sum == null
              ? in.functions.multiply(weight, value)
              : in.functions.multiplyAdd(weight, value, sum);
    }
    return Objects.requireNonNull(sum);
  }

  private static List<Affine> with(List<Affine> place, int dim, Affine at) {
    List<Affine> changed = new ArrayList<>(place);
    changed.set(dim, at);
    return changed;
  }

  /** Weights of the pixels around a position, half of which lie in front of it. */
  private static List<Expr> weights(ElementCall in, ResizedAxis.Mode mode, Expr t) {
    Functions f = in.functions;
    Expr u = f.subtract(f.like(t, 1), t);
    if (mode == ResizedAxis.Mode.LINEAR) {
      return List.of(u, t);
    }
    Expr product = f.multiply(f.multiply(t, u), f.like(t, A));
    return List.of(f.multiply(product, u), near(f, t), near(f, u), f.multiply(product, t));
  }

  /** The weight of a pixel not farther than 1. */
  private static Expr near(Functions f, Expr distance) {
    Expr slope = f.multiplyAdd(f.like(distance, A + 2), distance, f.like(distance, -(A + 3)));
    return f.multiplyAdd(slope, f.multiply(distance, distance), f.like(distance, 1));
  }
}
