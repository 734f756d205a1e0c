package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Pools: one window of the input for each element of the result. */
final class PoolingKernels {
  private PoolingKernels() {}

  static void register(Kernels kernels) {
    for (int rank = 1; rank <= 3; rank++) {
      int dimensions = rank;
      String d = rank + "d";
      kernels.add(
          in -> maximum(in, windows(in, dimensions), false), "aten.max_pool" + d + ".default");
      kernels.add(
          in -> maximum(in, windows(in, dimensions), true),
          "aten.max_pool" + d + "_with_indices.default");
      kernels.add(
          in -> maximum(in, adaptive(in, dimensions), true),
          "aten.adaptive_max_pool" + d + ".default");
      kernels.add(in -> average(in, windows(in, dimensions)), "aten.avg_pool" + d + ".default");
      kernels.add(
          in -> average(in, adaptive(in, dimensions)), "aten.adaptive_avg_pool" + d + ".default");
      if (rank > 1) {
        kernels.add(
            in -> average(in, adaptive(in, dimensions)),
            "aten._adaptive_avg_pool" + d + ".default");
      }
    }
  }

  /**
   * The windows along one dimension: for each the first tap inside the data, the position behind
   * the last one inside, and the extent that counts if padding counts.
   */
  private static final class Axis {
    private final int size;
    private final int[] first;
    private final int[] end;
    private final int[] padded;
    private final int step;

    private Axis(int size, int[] first, int[] end, int[] padded, int step) {
      this.size = size;
      this.first = first;
      this.end = end;
      this.padded = padded;
      this.step = step;
    }

    /** An idle dimension. */
    static final Axis NONE = new Axis(1, new int[] {0}, new int[] {1}, new int[] {1}, 1);

    int windows() {
      return first.length;
    }

    static Axis fixed(int size, int windows, int kernel, int stride, int padding, int dilation) {
      int[] first = new int[windows];
      int[] end = new int[windows];
      int[] padded = new int[windows];
      for (int i = 0; i < windows; i++) {
        int start = i * stride - padding;
        first[i] = start < 0 ? start + Math.ceilDiv(-start, dilation) * dilation : start;
        end[i] = Math.min(start + (kernel - 1) * dilation + 1, size);
        padded[i] = Math.min(start + kernel, size + padding) - start;
      }
      return new Axis(size, first, end, padded, dilation);
    }

    /** Window {@code i} of {@code n} covers {@code ⌊i·size/n⌋ … ⌈(i+1)·size/n⌉ − 1}. */
    static Axis adaptive(int size, int windows) {
      int[] first = new int[windows];
      int[] end = new int[windows];
      int[] padded = new int[windows];
      for (int i = 0; i < windows; i++) {
        first[i] = (int) ((long) i * size / windows);
        end[i] = (int) Math.ceilDiv((i + 1L) * size, (long) windows);
        padded[i] = end[i] - first[i];
      }
      return new Axis(size, first, end, padded, 1);
    }
  }

  private static Axis[] windows(KernelArguments in, int dimensions) {
    Shape input = in.tensor("self").shape();
    Shape result = in.resultType(0).shape();
    long[] kernel = in.longs("kernel_size");
    long[] stride = in.longs("stride").length == 0 ? kernel : in.longs("stride");
    long[] padding = in.longs("padding");
    long[] dilation = in.has("dilation") ? in.longs("dilation") : new long[] {1};
    Axis[] axes = {Axis.NONE, Axis.NONE, Axis.NONE};
    for (int i = 0; i < dimensions; i++) {
      axes[3 - dimensions + i] =
          Axis.fixed(
              (int) input.size(i - dimensions),
              (int) result.size(i - dimensions),
              at(kernel, i),
              at(stride, i),
              at(padding, i),
              at(dilation, i));
    }
    return axes;
  }

  private static int at(long[] values, int index) {
    return (int) values[values.length == 1 ? 0 : index];
  }

  private static Axis[] adaptive(KernelArguments in, int dimensions) {
    Shape input = in.tensor("self").shape();
    Shape result = in.resultType(0).shape();
    Axis[] axes = {Axis.NONE, Axis.NONE, Axis.NONE};
    for (int i = 0; i < dimensions; i++) {
      axes[3 - dimensions + i] =
          Axis.adaptive((int) input.size(i - dimensions), (int) result.size(i - dimensions));
    }
    return axes;
  }

  /** What is done with the windows, in the order of the result. */
  private interface Visitor {
    void visit(int result, int plane, int z, int y, int x);
  }

  private static void each(Tensor input, Axis[] axes, Visitor visitor) {
    int planeSize = axes[0].size * axes[1].size * axes[2].size;
    int planes = planeSize == 0 ? 0 : (int) (input.elements() / planeSize);
    int result = 0;
    for (int plane = 0; plane < planes; plane++) {
      for (int z = 0; z < axes[0].windows(); z++) {
        for (int y = 0; y < axes[1].windows(); y++) {
          for (int x = 0; x < axes[2].windows(); x++) {
            visitor.visit(result, plane * planeSize, z, y, x);
            result++;
          }
        }
      }
    }
  }

  /**
   * Largest element and its position in the plane; the first of equals, and the last of NaNs, as in
   * PyTorch. Of two taps that both step over the image there is none: the lowest number then, and
   * the position of the first tap behind the padding, wherever that lies.
   */
  private static Object maximum(KernelArguments in, Axis[] axes, boolean withIndices) {
    Tensor input = in.tensor("self");
    Tensor result = in.allocateResult(0);
    Numbers values = Numbers.of(input);
    int[] best = new int[(int) result.elements()];
    int[] places = new int[best.length];
    each(
        input,
        axes,
        (to, plane, z, y, x) -> {
          int found = -1;
          for (int i = axes[0].first[z]; i < axes[0].end[z]; i += axes[0].step) {
            for (int j = axes[1].first[y]; j < axes[1].end[y]; j += axes[1].step) {
              int row = plane + (i * axes[1].size + j) * axes[2].size;
              for (int k = axes[2].first[x]; k < axes[2].end[x]; k += axes[2].step) {
                if (found < 0 || values.exceeds(row + k, found)) {
                  found = row + k;
                }
              }
            }
          }
          best[to] = found;
          places[to] =
              found >= 0
                  ? found - plane
                  : (axes[0].first[z] * axes[1].size + axes[1].first[y]) * axes[2].size
                      + axes[2].first[x];
        });
    DType dtype = input.dtype();
    double lowest = dtype.isFloatingPoint() ? Double.NEGATIVE_INFINITY : dtype.minValue();
    Numbers largest = values.zeros(best.length);
    for (int i = 0; i < best.length; i++) {
      if (best[i] < 0) {
        largest.set(i, lowest);
      } else {
        largest.copy(i, values, best[i], 1, 1);
      }
    }
    largest.storeIn(result);
    if (!withIndices) {
      return result;
    }
    Tensor indices = in.allocate(DType.INT64, result.shape());
    for (int i = 0; i < places.length; i++) {
      indices.setLong(i, places[i]);
    }
    return List.of(result, indices);
  }

  private static Object average(KernelArguments in, Axis[] axes) {
    Tensor input = in.tensor("self");
    Tensor result = in.allocateResult(0);
    Numbers values = Numbers.of(input);
    Numbers sums = values.zeros((int) result.elements());
    boolean countPadding = !in.has("count_include_pad") || in.bool("count_include_pad");
    long override =
        in.has("divisor_override") ? in.optionalInteger("divisor_override").orElse(0L) : 0;
    each(
        input,
        axes,
        (to, plane, z, y, x) -> {
          for (int i = axes[0].first[z]; i < axes[0].end[z]; i++) {
            for (int j = axes[1].first[y]; j < axes[1].end[y]; j++) {
              int row = plane + (i * axes[1].size + j) * axes[2].size;
              for (int k = axes[2].first[x]; k < axes[2].end[x]; k++) {
                sums.add(to, values, row + k, 1, 1);
              }
            }
          }
          int inside = 1;
          int padded = 1;
          int[] window = {z, y, x};
          for (int axis = 0; axis < 3; axis++) {
            inside *= axes[axis].end[window[axis]] - axes[axis].first[window[axis]];
            padded *= axes[axis].padded[window[axis]];
          }
          sums.set(to, sums.get(to) / (override != 0 ? override : countPadding ? padded : inside));
        });
    return sums.storeIn(result);
  }
}
