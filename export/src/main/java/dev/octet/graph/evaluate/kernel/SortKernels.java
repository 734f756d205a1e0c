package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Orders. All sorts are stable; NaN counts as larger than any number. */
final class SortKernels {
  private SortKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> sorted(in, in.bool("descending"), true), "aten.sort.default", "aten.sort.stable");
    kernels.add(
        in -> sorted(in, in.bool("descending"), false),
        "aten.argsort.default",
        "aten.argsort.stable");
    kernels.add(in -> sorted(in, in.bool("largest"), true), "aten.topk.default");
  }

  /** The positions of a lane in the order of its elements. */
  static Integer[] order(Lanes lanes, long row, boolean descending) {
    Integer[] order = new Integer[lanes.length()];
    Arrays.setAll(order, i -> i);
    Comparator<Integer> comparator;
    if (lanes.data().dtype().isFloatingPoint()) {
      double[] values = new double[lanes.length()];
      lanes.read(row, values);
      comparator = (a, b) -> compare(values[a], values[b]);
    } else {
      long[] values = new long[lanes.length()];
      lanes.read(row, values);
      comparator = (a, b) -> Long.compare(values[a], values[b]);
    }
    Arrays.sort(order, descending ? comparator.reversed() : comparator);
    return order;
  }

  /** Numbers in order, the zeros equal, NaN last. */
  static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }

  /** As many elements of each lane as the result has, and their positions. */
  private static List<Tensor> sorted(KernelArguments in, boolean descending, boolean values) {
    Tensor self = in.tensor("self");
    boolean[] along = new boolean[self.shape().rank()];
    int dimension = in.dimension("dim", self.shape());
    if (along.length > 0) {
      along[dimension] = true;
    }
    Lanes lanes = Lanes.over(in, self, along);
    Tensor positions = in.allocateResult(values ? 1 : 0);
    int count = along.length > 0 ? Math.toIntExact(positions.shape().size(dimension)) : 1;
    Shape shape = Shape.of(lanes.rows(), count);
    Tensor picked = in.allocate(self.dtype(), shape);
    Tensor places = in.allocate(positions.dtype(), shape);
    StridedView from = lanes.elements();
    StridedView to = StridedView.of(picked, picked.elements());
    for (long row = 0; row < lanes.rows() && count > 0; row++) {
      Integer[] order = order(lanes, row, descending);
      for (int i = 0; i < count; i++) {
        places.setLong(row * count + i, order[i]);
        from.element(row * lanes.length() + order[i], to, row * count + i);
      }
    }
    Tensor placed = restored(places, positions, dimension);
    return values
        ? List.of(restored(picked, in.allocateResult(0), dimension), placed)
        : List.of(placed);
  }

  /** Lanes written back along their dimension. */
  static Tensor restored(Tensor lanes, Tensor result, int dimension) {
    if (result.shape().rank() == 0) {
      return ViewKernels.copied(lanes, result);
    }
    StridedView target = StridedView.of(result).move(dimension, result.shape().rank() - 1);
    StridedView.of(lanes, target.sizes()).copyTo(target);
    return result;
  }
}
