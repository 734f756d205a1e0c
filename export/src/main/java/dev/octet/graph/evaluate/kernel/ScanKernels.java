package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/**
 * Running sums, products and extremes. Floating-point ones are carried in double, and each output
 * is rounded from that.
 */
final class ScanKernels {
  private ScanKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> scanned(in, Double::sum, Long::sum), "aten.cumsum.default", "aten.cumsum_.default");
    kernels.add(
        in -> scanned(in, (a, b) -> a * b, (a, b) -> a * b),
        "aten.cumprod.default",
        "aten.cumprod_.default");
    kernels.add(in -> scanned(in, ScanKernels::logAddExp, Long::sum), "aten.logcumsumexp.default");
    kernels.add(in -> extremes(in, true), "aten.cummax.default");
    kernels.add(in -> extremes(in, false), "aten.cummin.default");
  }

  private static double logAddExp(double a, double b) {
    double largest = Math.max(a, b);
    return Double.isInfinite(largest)
        ? largest
        : largest + Math.log1p(Math.exp(Math.min(a, b) - largest));
  }

  private static Lanes lanes(KernelArguments in, Tensor self) {
    boolean[] along = new boolean[self.shape().rank()];
    if (along.length > 0) {
      along[in.dimension("dim", self.shape())] = true;
    }
    return Lanes.over(in, self, along);
  }

  private static Tensor scanned(
      KernelArguments in, DoubleBinaryOperator real, LongBinaryOperator whole) {
    Tensor result = in.allocateResult(0);
    Lanes lanes = lanes(in, Operands.as(in, result.dtype(), in.tensor("self")));
    Tensor running = in.allocate(result.dtype(), lanes.data().shape());
    boolean floating = result.dtype().isFloatingPoint();
    for (long row = 0; row < lanes.rows() && lanes.length() > 0; row++) {
      double number = floating ? lanes.real(row, 0) : 0;
      long integer = floating ? 0 : lanes.whole(row, 0);
      for (int i = 0; i < lanes.length(); i++) {
        long at = row * lanes.length() + i;
        if (floating) {
          number = i == 0 ? number : real.applyAsDouble(number, lanes.real(row, i));
          running.setDouble(at, number);
        } else {
          integer = i == 0 ? integer : whole.applyAsLong(integer, lanes.whole(row, i));
          running.setLong(at, integer);
        }
      }
    }
    return SortKernels.restored(running, result, in.dimension("dim", result.shape()));
  }

  /** Of equal extremes the last one counts; a NaN stays until the next. */
  private static List<Tensor> extremes(KernelArguments in, boolean largest) {
    Tensor self = in.tensor("self");
    Lanes lanes = lanes(in, self);
    Tensor values = in.allocate(self.dtype(), lanes.data().shape());
    Tensor positions = in.allocate(DType.INT64, lanes.data().shape());
    StridedView from = lanes.elements();
    StridedView to = StridedView.of(values, values.elements());
    for (long row = 0; row < lanes.rows(); row++) {
      int best = 0;
      for (int i = 0; i < lanes.length(); i++) {
        best = replaces(lanes, row, best, i, largest) ? i : best;
        long at = row * lanes.length() + i;
        from.element(row * lanes.length() + best, to, at);
        positions.setLong(at, best);
      }
    }
    int dimension = in.dimension("dim", self.shape());
    return List.of(
        SortKernels.restored(values, in.allocateResult(0), dimension),
        SortKernels.restored(positions, in.allocateResult(1), dimension));
  }

  private static boolean replaces(Lanes lanes, long row, int best, int next, boolean largest) {
    if (!lanes.data().dtype().isFloatingPoint()) {
      int order = Long.compare(lanes.whole(row, next), lanes.whole(row, best));
      return largest ? order >= 0 : order <= 0;
    }
    double found = lanes.real(row, best);
    double value = lanes.real(row, next);
    return Double.isNaN(value)
        || (!Double.isNaN(found) && (largest ? value >= found : value <= found));
  }
}
