package dev.octet.report;

import dev.octet.quantizer.observe.ObserverState;
import dev.octet.quantizer.spec.QuantRange;
import java.util.OptionalDouble;

/**
 * How much of what an observer saw lies so far outside the integers' range that it loses more than
 * the rounding to them: more than half a step.
 */
final class Clipping {
  private Clipping() {}

  /** From 0 to 1; values are taken to be spread evenly within a bin. */
  static double share(
      ObserverState.Histogram seen, QuantRange range, double scale, double zeroPoint) {
    double low = (range.min() - zeroPoint - 0.5) * scale;
    double high = (range.max() - zeroPoint + 0.5) * scale;
    double width = ((double) seen.max() - seen.min()) / seen.bins();
    double all = 0;
    double outside = 0;
    for (int bin = 0; bin < seen.bins(); bin++) {
      double count = seen.count(bin);
      double from = seen.min() + bin * width;
      all += count;
      outside += count * shareOutside(from, from + width, low, high);
    }
    return all == 0 ? 0 : outside / all;
  }

  /** Of a range that was seen, without how often: 0 if it lies inside, else unknown. */
  static OptionalDouble share(
      double min, double max, QuantRange range, double scale, double zeroPoint) {
    boolean inside =
        min >= (range.min() - zeroPoint - 0.5) * scale
            && max <= (range.max() - zeroPoint + 0.5) * scale;
    return inside ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  private static double shareOutside(double from, double to, double low, double high) {
    if (from == to) {
      return from < low || from > high ? 1 : 0;
    }
    double inside = Math.min(to, high) - Math.max(from, low);
    return 1 - Math.clamp(inside / (to - from), 0, 1);
  }
}
