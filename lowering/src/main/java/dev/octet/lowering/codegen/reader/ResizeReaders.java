package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.tensor.DType;
import java.util.List;

/**
 * Interpolation of (batch, channels, spatial…). Nearest pixels are read by an index and stay what
 * they are. Others are weighted sums, whose weights are computed from the index, which takes no
 * tables. Floats are summed with fused multiply-add: doubles, in which the reference evaluator
 * sums, have no vectors and are slow or missing on devices. Sums of float64 are those of the
 * reference.
 */
final class ResizeReaders {
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
    ImmutableList.Builder<ResizedAxis> axes = ImmutableList.builder();
    for (int d = 2; d < to.length; d++) {
      axes.add(new ResizedAxis(mode, from[d], to[d], scales[d - 2], corners, single));
    }
    Expr element = new ResizedElement(in, input, axes.build()).at(index);
    if (mode.isNearest()) {
      return in.resultType().isBool() ? ComparisonReaders.truth(in, element) : element;
    }
    return in.finish(element);
  }
}
