package dev.octet.lowering.codegen.reader;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.loop.Affine;

/**
 * The integers {@code ⌊(rise · i + start) / run⌋} of a line on a grid, cut off below {@code least}
 * and above {@code most}, for {@code begin ≤ i < end}.
 */
record DigitalLine(long begin, long end, long rise, long start, long run, long least, long most) {
  /**
   * Lines through integers, one behind the other. It is one as a rule, although rounding may have
   * moved some integers off the line of the exact slope; where none takes them all, halves are
   * tried.
   *
   * @param values for each i from 0, between {@code least} and {@code most}
   * @param slope about how much the values grow from one to the next
   */
  static ImmutableList<DigitalLine> through(long[] values, double slope, long least, long most) {
    ImmutableList.Builder<DigitalLine> lines = ImmutableList.builder();
    add(lines, values, 0, values.length, slope, least, most);
    return lines.build();
  }

  private static void add(
      ImmutableList.Builder<DigitalLine> lines,
      long[] values,
      int begin,
      int end,
      double slope,
      long least,
      long most) {
    // A line through so many points needs no longer run: slopes that they tell apart have
    // fractions with such denominators between them.
    for (long run = 1; run <= end - begin; run++) {
      long below = (long) Math.floor(slope * run);
      for (long rise = below; rise <= below + 1; rise++) {
        long low = Integer.MIN_VALUE;
        long high = Integer.MAX_VALUE - rise * values.length;
        for (int i = begin; i < end && low <= high; i++) {
          long start = values[i] * run - rise * i;
          low = values[i] > least ? Math.max(low, start) : low;
          high = values[i] < most ? Math.min(high, start + run - 1) : high;
        }
        if (low <= high) {
          lines.add(new DigitalLine(begin, end, rise, Math.clamp(0, low, high), run, least, most));
          return;
        }
      }
    }
    int middle = (begin + end) >>> 1;
    add(lines, values, begin, middle, slope, least, most);
    add(lines, values, middle, end, slope, least, most);
  }

  /** What is divided by {@link #run}. */
  Affine dividend(Affine i) {
    return i.times(rise).plus(start);
  }

  Affine at(Affine i) {
    Affine value = Affine.floorDivide(dividend(i), run);
    return Affine.max(Affine.of(least), Affine.min(value, Affine.of(most)));
  }
}
