package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** Interpolation, one dimension after the other. */
final class ResizeKernels {
  private ResizeKernels() {}

  static void register(Kernels kernels) {
    for (int rank = 1; rank <= 3; rank++) {
      add(kernels, "upsample_nearest" + rank + "d", Interpolation.NEAREST);
      add(kernels, "_upsample_nearest_exact" + rank + "d", Interpolation.NEAREST_CENTRE);
    }
    add(kernels, "upsample_linear1d", Interpolation.LINEAR);
    add(kernels, "upsample_bilinear2d", Interpolation.LINEAR);
    add(kernels, "upsample_bicubic2d", Interpolation.CUBIC);
    add(kernels, "upsample_trilinear3d", Interpolation.LINEAR);
  }

  private static void add(Kernels kernels, String name, Interpolation mode) {
    kernels.add(
        in -> resized(in, in.tensor("self"), mode, scales(in)), "aten." + name + ".default");
    kernels.add(
        in -> resized(in, in.tensor("input"), mode, in.reals("scale_factors")),
        "aten." + name + ".vec");
  }

  /** The factors that the call names, or none: then the ratio of the sizes counts. */
  private static double[] scales(KernelArguments in) {
    String[] names =
        in.has("scales")
            ? new String[] {"scales"}
            : new String[] {"scales_d", "scales_h", "scales_w"};
    double[] scales = new double[3];
    int count = 0;
    for (String name : names) {
      if (in.has(name)) {
        scales[count] = in.isNone(name) ? 0 : in.real(name);
        count++;
      }
    }
    return scales;
  }

  private static Object resized(
      KernelArguments in, Tensor input, Interpolation mode, double[] scales) {
    Tensor result = in.allocateResult(0);
    boolean corners = in.has("align_corners") && in.bool("align_corners");
    boolean single = input.dtype() != DType.FLOAT64;
    Numbers values = Numbers.of(input);
    long[] sizes = input.shape().toArray();
    for (int d = 2; d < sizes.length; d++) {
      double scale = d - 2 < scales.length ? scales[d - 2] : 0;
      Interpolation.Axis axis =
          mode.axis((int) sizes[d], (int) result.shape().size(d), scale, corners, single);
      sizes[d] = result.shape().size(d);
      values = along(values, Shape.of(sizes), d, axis);
    }
    return values.storeIn(result);
  }

  /** Resizes one dimension of an array that has the given shape afterwards. */
  private static Numbers along(
      Numbers values, Shape shape, int dimension, Interpolation.Axis axis) {
    int inner = (int) shape.contiguousStrides()[dimension];
    int positions = (int) shape.size(dimension);
    int outer = shape.elements() == 0 ? 0 : (int) (shape.elements() / ((long) inner * positions));
    Numbers result = values.zeros((int) shape.elements());
    for (int o = 0; o < outer; o++) {
      for (int p = 0; p < positions; p++) {
        int at = (o * positions + p) * inner;
        int[] taps = axis.taps[p];
        if (taps.length == 1) {
          result.copy(at, values, (o * axis.size + taps[0]) * inner, 1, inner);
          continue;
        }
        for (int i = 0; i < inner; i++) {
          double sum = 0;
          for (int t = 0; t < taps.length; t++) {
            sum += axis.weights[p][t] * values.get((o * axis.size + taps[t]) * inner + i);
          }
          result.set(at + i, sum);
        }
      }
    }
    return result;
  }
}
