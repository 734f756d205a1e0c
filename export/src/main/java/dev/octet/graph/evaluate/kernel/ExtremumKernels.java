package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Largest, smallest and middle elements of lanes. All pick a position and copy the element, so
 * every type keeps its bits. NaN beats any number; of equal elements the first one counts.
 */
final class ExtremumKernels {
  private ExtremumKernels() {}

  /** Chooses a position in a lane. */
  private interface Pick {
    int position(Lanes lanes, long row);
  }

  private static final Pick LARGEST = (lanes, row) -> extreme(lanes, row, true);
  private static final Pick SMALLEST = (lanes, row) -> extreme(lanes, row, false);
  private static final Pick MIDDLE = ExtremumKernels::median;

  static void register(Kernels kernels) {
    kernels.add(in -> values(in, LARGEST, 0), "aten.max.default", "aten.amax.default");
    kernels.add(in -> values(in, SMALLEST, 0), "aten.min.default", "aten.amin.default");
    kernels.add(in -> both(in, LARGEST), "aten.max.dim");
    kernels.add(in -> both(in, SMALLEST), "aten.min.dim");
    kernels.add(in -> positions(in, LARGEST, 0), "aten.argmax.default");
    kernels.add(in -> positions(in, SMALLEST, 0), "aten.argmin.default");
    kernels.add(
        in -> List.of(values(in, SMALLEST, 0), values(in, LARGEST, 1)), "aten.aminmax.default");
    kernels.add(in -> both(in, MIDDLE), "aten.median.dim");
    kernels.add(
        in -> {
          if (in.tensor("self").elements() > 0) {
            return values(in, MIDDLE, 0);
          }
          Tensor none = in.allocateResult(0);
          none.setDouble(0, Double.NaN);
          return none;
        },
        "aten.median.default");
  }

  private static Tensor values(KernelArguments in, Pick pick, int result) {
    Lanes lanes = Lanes.over(in, in.tensor("self"), "dim");
    Tensor values = in.allocateResult(result);
    StridedView from = lanes.elements();
    StridedView to = StridedView.of(values, lanes.rows());
    for (long row = 0; row < lanes.rows(); row++) {
      from.element(row * lanes.length() + pick.position(lanes, row), to, row);
    }
    return values;
  }

  private static Tensor positions(KernelArguments in, Pick pick, int result) {
    Lanes lanes = Lanes.over(in, in.tensor("self"), "dim");
    Tensor positions = in.allocateResult(result);
    for (long row = 0; row < lanes.rows(); row++) {
      positions.setLong(row, pick.position(lanes, row));
    }
    return positions;
  }

  private static List<Tensor> both(KernelArguments in, Pick pick) {
    return List.of(values(in, pick, 0), positions(in, pick, 1));
  }

  private static int extreme(Lanes lanes, long row, boolean largest) {
    int best = 0;
    DType dtype = lanes.data().dtype();
    if (!dtype.isFloatingPoint()) {
      for (int i = 1; i < lanes.length(); i++) {
        int order = Long.compare(lanes.whole(row, i), lanes.whole(row, best));
        best = (largest ? order > 0 : order < 0) ? i : best;
      }
      return best;
    }
    double found = lanes.real(row, 0);
    for (int i = 1; i < lanes.length() && !Double.isNaN(found); i++) {
      double value = lanes.real(row, i);
      if (Double.isNaN(value) || (largest ? value > found : value < found)) {
        found = value;
        best = i;
      }
    }
    return best;
  }

  /** The lower of two middle elements; a NaN if there is one. */
  private static int median(Lanes lanes, long row) {
    Integer[] order = SortKernels.order(lanes, row, false);
    int last = order[order.length - 1];
    if (lanes.data().dtype().isFloatingPoint() && Double.isNaN(lanes.real(row, last))) {
      return extreme(lanes, row, true);
    }
    return order[(order.length - 1) / 2];
  }
}
