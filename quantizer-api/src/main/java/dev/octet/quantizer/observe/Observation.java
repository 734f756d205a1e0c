package dev.octet.quantizer.observe;

import dev.octet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one call of an observer saw in one tensor: the part of the work that needs no order, so that
 * several threads can do it at once. {@link Observer#update} applies it.
 */
public sealed interface Observation {
  /** Nothing that could change a state: an empty tensor, or an observer that learns nothing. */
  record Nothing() implements Observation {
    static final Nothing NOTHING = new Nothing();
  }

  /** The smallest and the largest value. */
  record Range(float min, float max) implements Observation {}

  /** The smallest and the largest value of each channel. The arrays are not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // lives for one update, is never compared
  record Channels(float[] min, float[] max) implements Observation {}

  /**
   * Values, and where they fall in the bins of a range.
   *
   * @param values float32, contiguous, finite
   * @param range null if it is only known that all values lie within {@code counted}
   * @param counted the range that the counts are for
   * @param counts one for each bin; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one update, is never compared
  record Binned(Tensor values, @Nullable Range range, Range counted, float[] counts)
      implements Observation {}

  /** A tensor to be kept; a copy. */
  record Copy(Tensor tensor) implements Observation {}
}
