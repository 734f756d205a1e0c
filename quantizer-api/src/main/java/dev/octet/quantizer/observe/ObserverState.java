package dev.octet.quantizer.observe;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.octet.tensor.Tensor;
import java.util.Arrays;

/**
 * What an observer has learnt so far: an immutable value, compared bit by bit. Its parts are those
 * that PyTorch keeps in the state dictionary of the observer of the same name.
 */
public sealed interface ObserverState {
  /** True before any value was observed. */
  boolean isEmpty();

  /** An observer that learns nothing. */
  record Stateless() implements ObserverState {
    @Override
    public boolean isEmpty() {
      return true;
    }
  }

  /**
   * The range of a tensor.
   *
   * @param min +∞ before any value
   * @param max −∞ before any value
   */
  record Range(float min, float max) implements ObserverState {
    static final Range EMPTY = new Range(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    @Override
    public boolean isEmpty() {
      return min == Float.POSITIVE_INFINITY && max == Float.NEGATIVE_INFINITY;
    }
  }

  /** The range of each channel; no channels before any value. */
  final class Channels implements ObserverState {
    static final Channels EMPTY = new Channels(new float[0], new float[0]);

    private final float[] min;
    private final float[] max;

    /** Keeps the arrays. */
    private Channels(float[] min, float[] max) {
      Preconditions.checkArgument(
          min.length == max.length, "%s minima and %s maxima", min.length, max.length);
      this.min = min;
      this.max = max;
    }

    public static Channels of(float[] min, float[] max) {
      return new Channels(min.clone(), max.clone());
    }

    static Channels owning(float[] min, float[] max) {
      return new Channels(min, max);
    }

    public int size() {
      return min.length;
    }

    public float min(int channel) {
      return min[channel];
    }

    public float max(int channel) {
      return max[channel];
    }

    @Override
    public boolean isEmpty() {
      return min.length == 0;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Channels that
          && Arrays.equals(min, that.min)
          && Arrays.equals(max, that.max);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(min) * 31 + Arrays.hashCode(max);
    }

    @Override
    public String toString() {
      return "Channels[min=" + Arrays.toString(min) + ", max=" + Arrays.toString(max) + "]";
    }
  }

  /**
   * A range and the number of values in each of its equal bins; +∞, −∞ and zeros before any value.
   */
  final class Histogram implements ObserverState {
    private final float min;
    private final float max;
    private final float[] counts;

    private Histogram(float min, float max, float[] counts) {
      this.min = min;
      this.max = max;
      this.counts = counts;
    }

    public static Histogram of(float min, float max, float[] counts) {
      return new Histogram(min, max, counts.clone());
    }

    static Histogram owning(float min, float max, float[] counts) {
      return new Histogram(min, max, counts);
    }

    static Histogram empty(int bins) {
      return new Histogram(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, new float[bins]);
    }

    public float min() {
      return min;
    }

    public float max() {
      return max;
    }

    public int bins() {
      return counts.length;
    }

    /** The number of values in a bin; not a whole number where a bin was spread over finer ones. */
    public float count(int bin) {
      return counts[bin];
    }

    /** A copy of all counts. */
    public float[] counts() {
      return counts.clone();
    }

    /** The counts themselves, for reading only. */
    float[] sharedCounts() {
      return counts;
    }

    @Override
    public boolean isEmpty() {
      return min == Float.POSITIVE_INFINITY && max == Float.NEGATIVE_INFINITY;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Histogram that
          && Float.compare(min, that.min) == 0
          && Float.compare(max, that.max) == 0
          && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
      return (Float.hashCode(min) * 31 + Float.hashCode(max)) * 31 + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
      double total = 0;
      int used = 0;
      for (float count : counts) {
        total += count;
        used += count != 0 ? 1 : 0;
      }
      return "Histogram[min="
          + min
          + ", max="
          + max
          + ", "
          + used
          + " of "
          + counts.length
          + " bins hold "
          + total
          + " values]";
    }
  }

  /** Copies of the tensors seen, in order. Compared by type, shape and bits. */
  record Recorded(ImmutableList<Tensor> tensors) implements ObserverState {
    static final Recorded EMPTY = new Recorded(ImmutableList.of());

    @Override
    public boolean isEmpty() {
      return tensors.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Recorded that) || tensors.size() != that.tensors.size()) {
        return false;
      }
      for (int i = 0; i < tensors.size(); i++) {
        if (!tensors.get(i).bitEquals(that.tensors.get(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return tensors.stream()
          .mapToInt(tensor -> tensor.toString().hashCode())
          .reduce(1, (a, b) -> 31 * a + b);
    }
  }
}
