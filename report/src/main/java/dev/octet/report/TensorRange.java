package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.spec.QuantRange;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The range that an activation is quantized to, and what an observer has seen of it.
 *
 * @param name of the observer, or of the quantize node
 * @param values the tensors that share it
 * @param readers the nodes that read them quantized
 * @param observer PyTorch's class name; empty if there was none
 * @param dtype of the quantized tensor
 * @param scheme empty if unknown
 * @param range the integers in use; null if nothing is stored as integers
 * @param scale absent if each run computes it, or there is none
 * @param zeroPoint as the scale
 * @param min the smallest value seen; absent if none is known
 * @param max as the minimum
 * @param clipped the share of values that lie outside the range, from 0 to 1; absent if unknown
 * @param isDynamic whether each run computes scale and zero point
 * @param note why there is no histogram; empty if there is one
 */
record TensorRange(
    String name,
    ImmutableList<String> values,
    ImmutableList<String> readers,
    String observer,
    String dtype,
    String scheme,
    @Nullable QuantRange range,
    OptionalDouble scale,
    OptionalDouble zeroPoint,
    OptionalDouble min,
    OptionalDouble max,
    OptionalDouble clipped,
    boolean isDynamic,
    Optional<Histogram> histogram,
    String note) {

  /**
   * How often values lie in equal bins.
   *
   * @param from the lower end of the first bin
   * @param to the upper end of the last bin
   */
  record Histogram(double from, double to, ImmutableList<Double> counts) {
    private static final int BARS = 128;

    /** With neighbouring bins added up, so that there are no more bars than can be seen. */
    static Histogram of(ObserverState.Histogram state) {
      double from = state.min();
      double to = state.max();
      if (from == to) { // the observer makes bins around a single value
        from -= 1;
        to += 1;
      }
      int bars = Math.min(BARS, state.bins());
      double[] sums = new double[bars];
      for (int bin = 0; bin < state.bins(); bin++) {
        sums[(int) ((long) bin * bars / state.bins())] += state.count(bin);
      }
      ImmutableList.Builder<Double> counts = ImmutableList.builder();
      for (double sum : sums) {
        counts.add(sum);
      }
      return new Histogram(from, to, counts.build());
    }
  }

  /** The smallest real value that is stored without being clipped. */
  OptionalDouble lowest() {
    return real(range == null ? 0 : range.min());
  }

  /** The largest real value that is stored without being clipped. */
  OptionalDouble highest() {
    return real(range == null ? 0 : range.max());
  }

  private OptionalDouble real(long integer) {
    return range == null || scale.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of((integer - zeroPoint.orElse(0)) * scale.getAsDouble());
  }
}
