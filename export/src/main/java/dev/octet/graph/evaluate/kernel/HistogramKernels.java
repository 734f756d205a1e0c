package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Counts of elements in bins of equal width. */
final class HistogramKernels {
  /** The smallest and the largest number that is counted. */
  private record Edges(double low, double high) {}

  private HistogramKernels() {}

  static void register(Kernels kernels) {
    kernels.add(HistogramKernels::counted, "aten.histc.default");
  }

  private static Tensor counted(KernelArguments in) {
    Tensor self = in.tensor("self");
    Edges edges = edges(in, self);
    Tensor result = in.allocateResult(0);
    long bins = result.elements();
    long[] counts = new long[Math.toIntExact(bins)];
    // Each step is rounded to the element type, as PyTorch's are: that decides about edges.
    Tensor step = Tensor.allocate(self.dtype(), Shape.SCALAR);
    double width = rounded(step, edges.high - edges.low);
    double binsOfType = rounded(step, (double) bins);
    for (long i = 0; i < self.elements(); i++) {
      double value = self.getDouble(i);
      if (value >= edges.low && value <= edges.high) {
        double scaled = rounded(step, rounded(step, value - edges.low) * binsOfType);
        // The last bin includes its upper edge.
        counts[(int) Math.min((long) rounded(step, scaled / width), bins - 1)]++;
      }
    }
    for (int bin = 0; bin < counts.length; bin++) {
      result.setDouble(bin, (double) counts[bin]);
    }
    return result;
  }

  private static double rounded(Tensor step, double value) {
    step.setDouble(0, value);
    return step.getDouble(0);
  }

  /** As given, or, if both are equal, those of the elements; wider by one to each side if empty. */
  private static Edges edges(KernelArguments in, Tensor self) {
    Tensor step = Tensor.allocate(self.dtype(), Shape.SCALAR);
    double low = rounded(step, in.real("min"));
    double high = rounded(step, in.real("max"));
    if (low == high && self.elements() > 0) {
      low = Double.POSITIVE_INFINITY;
      high = Double.NEGATIVE_INFINITY;
      for (long i = 0; i < self.elements(); i++) {
        low = Math.min(low, self.getDouble(i));
        high = Math.max(high, self.getDouble(i));
      }
    }
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: counts from %s to %s, expected finite limits with min ≤ max",
              in.op().name(),
              low,
              high));
    }
    return low == high
        ? new Edges(rounded(step, low - 1), rounded(step, high + 1))
        : new Edges(low, high);
  }
}
