package dev.octet.quantizer.observe;

import dev.octet.quantizer.spec.QParams;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch's HistogramObserver: counts values in equal bins of the range seen so far, and searches
 * for the range that loses least when it is quantized. When the range grows, the old counts are
 * spread over the new bins; so the order of the tensors counts. Infinite values are left out, with
 * a warning in the log. Memory and the size of the state do not depend on how much is observed.
 *
 * @param bins the number of bins
 */
public record HistogramObserver(ObserverSettings settings, int bins) implements Observer {
  private static final System.Logger LOG = System.getLogger(HistogramObserver.class.getName());

  /** Float32 counters do not count further: adding 1 rounds back. */
  private static final int LARGEST_COUNT = 1 << 24;

  @Override
  public ObserverState initialState() {
    return ObserverState.Histogram.empty(bins);
  }

  /** Values are counted in bins of the range seen so far. */
  @Override
  public boolean looksAtTensorOnly() {
    return false;
  }

  @Override
  public Observation look(Tensor tensor, ObserverState likely) {
    if (tensor.elements() == 0) {
      return Observation.Nothing.NOTHING;
    }
    ObserverState.Histogram state = (ObserverState.Histogram) likely;
    try {
      return look(ValueRanges.asFloatsInAnyOrder(tensor, Arena.ofAuto()), state);
    } catch (ObserverException e) {
      if (tensor.isContiguous()) {
        throw e;
      }
      // Once more, for a message that counts elements in row-major order.
      return look(ValueRanges.asFloats(tensor, Arena.ofAuto()), state);
    }
  }

  private Observation look(Tensor values, ObserverState.Histogram state) {
    if (!state.isEmpty() && state.min() < state.max()) {
      // Most tensors do not widen the range: count first, and look for the range only if that
      // fails.
      Observation.Range known = new Observation.Range(state.min(), state.max());
      float[] counts = count(values, known);
      if (counts != null) {
        return new Observation.Binned(values, null, known, counts);
      }
    }
    Observation.@Nullable Range range = rangeOf(values);
    if (range != null && isInfinite(range)) {
      values = withoutInfinities(values);
      range = values.elements() == 0 ? null : rangeOf(values);
    }
    if (range == null) {
      return Observation.Nothing.NOTHING;
    }
    return binned(values, range, union(state, range));
  }

  private Observation.Binned binned(
      Tensor values, Observation.Range range, Observation.Range target) {
    float[] counts = count(values, target);
    if (counts == null) {
      throw new ObserverException(
          className() + ": the tensor " + values + " was changed while it was observed");
    }
    return new Observation.Binned(values, range, target, counts);
  }

  @Override
  public ObserverState update(ObserverState state, Observation observation) {
    if (!(observation instanceof Observation.Binned seen)) {
      return state;
    }
    ObserverState.Histogram old = (ObserverState.Histogram) state;
    Observation.Range range = seen.range();
    if (range == null) {
      range = contains(old, seen.counted()) ? seen.counted() : rangeOf(seen.values());
    }
    Observation.Range target = union(old, range);
    float[] counts =
        target.equals(seen.counted())
            ? seen.counts()
            : binned(seen.values(), range, target).counts();
    if (old.isEmpty()) {
      return ObserverState.Histogram.owning(target.min(), target.max(), counts);
    }
    float[] before = old.sharedCounts();
    if (target.min() != old.min() || target.max() != old.max()) {
      before = HistogramRange.widen(old, target.min(), target.max());
    }
    float[] sum = new float[bins];
    for (int i = 0; i < bins; i++) {
      sum[i] = before[i] + counts[i];
    }
    return ObserverState.Histogram.owning(target.min(), target.max(), sum);
  }

  private static boolean contains(ObserverState.Histogram state, Observation.Range range) {
    return state.min() <= range.min() && state.max() >= range.max();
  }

  private static Observation.Range union(ObserverState.Histogram state, Observation.Range range) {
    return new Observation.Range(
        Math.min(state.min(), range.min()), Math.max(state.max(), range.max()));
  }

  private static boolean isInfinite(Observation.Range range) {
    return Float.isInfinite(range.min()) || Float.isInfinite(range.max());
  }

  private Observation.Range rangeOf(Tensor values) {
    return (Observation.Range) ValueRanges.ofTensor(className(), values);
  }

  private Tensor withoutInfinities(Tensor values) {
    float[] all = values.toFloatArray();
    int kept = 0;
    for (float value : all) {
      if (!Float.isInfinite(value)) {
        all[kept++] = value;
      }
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: {1} of the {2} values of a tensor {3} are infinite and are left out",
        className(),
        all.length - kept,
        all.length,
        values);
    return Tensor.allocate(values.dtype(), Shape.of(kept)).setFloats(Arrays.copyOf(all, kept));
  }

  /** Counts of contiguous float32 values, or null if one lies outside the range. */
  private float @Nullable [] count(Tensor values, Observation.Range range) {
    float low = range.min();
    float high = range.max();
    if (low == high) {
      low -= 1;
      high += 1;
    }
    if (low == high) {
      // So large that 1 more or less makes no difference: one bin for all.
      float[] single = new float[bins];
      single[0] = Math.min(values.elements(), LARGEST_COUNT);
      return single;
    }
    if (!Float.isFinite((high - low) * bins)) {
      throw new ObserverException(
          String.format(
              Locale.ROOT,
              "%s: the range %s to %s of a tensor %s is too wide for float32 arithmetic on %d bins;"
                  + " look for overflow in the layers before",
              className(),
              range.min(),
              range.max(),
              values,
              bins));
    }
    long left = values.elements();
    long from = 0;
    float[] result = new float[bins];
    long[] total = new long[bins];
    while (left > 0) {
      long size = Math.min(left, FloatKernel.MAX_VALUES);
      int[] counts = new int[bins];
      if (!FloatKernel.countBins(values.segment(), from, size, low, high, counts)) {
        return null;
      }
      for (int i = 0; i < bins; i++) {
        total[i] += counts[i];
      }
      from += size * Float.BYTES;
      left -= size;
    }
    for (int i = 0; i < bins; i++) {
      result[i] = Math.min(total[i], LARGEST_COUNT);
    }
    return result;
  }

  @Override
  public QParams qparams(ObserverState state) {
    ObserverState.Histogram histogram = (ObserverState.Histogram) state;
    if (histogram.isEmpty()) {
      return QParams.untouched();
    }
    ObserverState.Range range = quantizedRange(histogram);
    return AffineFormula.compute(settings, new float[] {range.min()}, new float[] {range.max()});
  }

  /**
   * The range that the search found best; scale and zero point follow from it. The state is not to
   * be empty.
   */
  public ObserverState.Range quantizedRange(ObserverState.Histogram state) {
    return HistogramSearch.search(state, Math.scalb(1.0, settings.dtype().bytes() * Byte.SIZE));
  }
}
