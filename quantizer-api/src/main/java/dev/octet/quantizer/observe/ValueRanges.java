package dev.octet.quantizer.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.DoublePredicate;

/**
 * The smallest and the largest values of tensors, as float32; NaN is refused, and so are infinities
 * where the range itself becomes the scale.
 */
final class ValueRanges {
  private ValueRanges() {}

  /** The tensor itself if it is contiguous float32, else a copy that is. */
  static Tensor asFloats(Tensor tensor, Arena arena) {
    return tensor.dtype() == DType.FLOAT32
        ? tensor.contiguous(arena)
        : tensor.to(DType.FLOAT32, arena);
  }

  /**
   * The same as {@link #asFloats}, in whatever order the elements lie in: for what depends on no
   * order. Convolutions give tensors whose channels are the innermost dimension.
   */
  static Tensor asFloatsInAnyOrder(Tensor tensor, Arena arena) {
    return tensor.dtype() == DType.FLOAT32 && !tensor.isContiguous() && isDense(tensor)
        ? Tensor.view(
            tensor
                .storage()
                .asSlice(tensor.offset() * Float.BYTES, tensor.elements() * Float.BYTES),
            DType.FLOAT32,
            Shape.of(tensor.elements()))
        : asFloats(tensor, arena);
  }

  /** True if the elements fill their memory, each once: strides are a permutation of row-major. */
  private static boolean isDense(Tensor tensor) {
    Shape shape = tensor.shape();
    long[] strides = tensor.strides();
    // From the innermost dimension outwards; a plain loop, because each look at a tensor asks.
    long filled = 1;
    while (filled < tensor.elements()) {
      int next = 0;
      while (next < strides.length && (shape.size(next) == 1 || strides[next] != filled)) {
        next++;
      }
      if (next == strides.length) {
        return false;
      }
      filled *= shape.size(next);
    }
    return true;
  }

  static Observation ofTensor(String observer, Tensor tensor) {
    if (tensor.elements() == 0) {
      return Observation.Nothing.NOTHING;
    }
    try (Arena arena = Arena.ofConfined()) {
      Tensor floats = asFloatsInAnyOrder(tensor, arena);
      return range(observer, tensor, floats.segment(), 0, floats.elements(), new float[2]);
    }
  }

  private static Observation.Range range(
      String observer, Tensor tensor, MemorySegment values, long from, long count, float[] result) {
    FloatKernel.range(values, from, count, result);
    if (Float.isNaN(result[0])) {
      throw notANumber(observer, tensor);
    }
    // Adding 0 turns -0 into +0: a range has one zero only.
    return new Observation.Range(result[0] + 0f, result[1] + 0f);
  }

  static Observation ofChannels(String observer, Tensor tensor, int axis) {
    Shape shape = tensor.shape();
    if (axis >= shape.rank()) {
      throw new ObserverException(
          String.format(
              Locale.ROOT,
              "%s: the channel axis is %d, but the tensor %s has %d dimensions; correct the axis in"
                  + " the spec",
              observer,
              axis,
              tensor,
              shape.rank()));
    }
    if (tensor.elements() == 0) {
      return Observation.Nothing.NOTHING;
    }
    int channels = Math.toIntExact(shape.size(axis));
    long run = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      run *= shape.size(i);
    }
    float[] min = new float[channels];
    float[] max = new float[channels];
    float[] result = new float[2];
    try (Arena arena = Arena.ofConfined()) {
      Tensor floats = asFloats(tensor, arena);
      MemorySegment values = floats.segment();
      long rows = floats.elements() / run;
      for (long row = 0; row < rows; row++) {
        Observation.Range range =
            range(observer, tensor, values, row * run * Float.BYTES, run, result);
        int channel = (int) (row % channels);
        boolean first = row < channels;
        min[channel] = first ? range.min() : Math.min(min[channel], range.min());
        max[channel] = first ? range.max() : Math.max(max[channel], range.max());
      }
    }
    return new Observation.Channels(min, max);
  }

  /**
   * The range of a tensor, for an observer that scales by it. PyTorch takes an infinite end and
   * gives an infinite scale, with which nothing can be quantized; refused here, where the batch is
   * still known. Dynamic scales come from elsewhere.
   *
   * @throws ObserverException if a value is NaN, or is infinite and the scale is not dynamic
   */
  static Observation scalableRange(Observer observer, Tensor tensor) {
    Observation seen = ofTensor(observer.className(), tensor);
    if (seen instanceof Observation.Range(float min, float max)
        && (Float.isInfinite(min) || Float.isInfinite(max))
        && !observer.settings().isDynamic()) {
      throw infinite(observer.className(), tensor);
    }
    return seen;
  }

  /** As {@link #scalableRange}, for each channel. */
  static Observation scalableChannels(Observer observer, Tensor tensor) {
    Observation seen = ofChannels(observer.className(), tensor, observer.settings().requiredAxis());
    if (seen instanceof Observation.Channels channels) {
      for (int i = 0; i < channels.min().length; i++) {
        if (Float.isInfinite(channels.min()[i]) || Float.isInfinite(channels.max()[i])) {
          throw infinite(observer.className(), tensor);
        }
      }
    }
    return seen;
  }

  private static ObserverException infinite(String observer, Tensor tensor) {
    // As float32: a float64 number may become infinite on the way.
    Found found = find(tensor, value -> Float.isInfinite((float) value));
    return new ObserverException(
        found.of(observer, tensor)
            + "infinite, the first is "
            + (float) tensor.getDouble(found.first)
            + " at index "
            + found.first
            + " in row-major order; the scale would be infinite. If they are a mask, leave this"
            + " site in floating point, or give it a histogram observer, which leaves infinite"
            + " values out; else look for the first layer that overflows");
  }

  static ObserverException notANumber(String observer, Tensor tensor) {
    Found found = find(tensor, Double::isNaN);
    return new ObserverException(
        found.of(observer, tensor)
            + "NaN, the first at index "
            + found.first
            + " in row-major order; a range cannot be computed. Look for the first layer that"
            + " produces NaN, or leave the batch out of the calibration");
  }

  /** How many values cannot be used, and the index of the first. */
  private record Found(long count, long first) {
    String of(String observer, Tensor tensor) {
      return String.format(
          Locale.ROOT,
          "%s: %d of the %d values of the tensor %s are ",
          observer,
          count,
          tensor.elements(),
          tensor);
    }
  }

  private static Found find(Tensor tensor, DoublePredicate unusable) {
    long count = 0;
    long first = -1;
    for (long i = tensor.elements() - 1; i >= 0; i--) {
      if (unusable.test(tensor.getDouble(i))) {
        count++;
        first = i;
      }
    }
    return new Found(count, first);
  }
}
