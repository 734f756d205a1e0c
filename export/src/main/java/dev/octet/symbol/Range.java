package dev.octet.symbol;

import java.util.OptionalLong;

/**
 * The values that a size may take, both ends included; an empty end is unbounded. Immutable.
 * Printed as {@code [2, 1024]} or {@code [0, inf]}.
 */
public record Range(OptionalLong min, OptionalLong max) {
  public static final Range ALL = new Range(OptionalLong.empty(), OptionalLong.empty());

  public Range {
    if (min.isPresent() && max.isPresent() && min.getAsLong() > max.getAsLong()) {
      throw new SymbolException(
          "the range ["
              + min.getAsLong()
              + ", "
              + max.getAsLong()
              + "] is empty: the minimum is above the maximum");
    }
  }

  public static Range of(long min, long max) {
    return new Range(OptionalLong.of(min), OptionalLong.of(max));
  }

  public static Range atLeast(long min) {
    return new Range(OptionalLong.of(min), OptionalLong.empty());
  }

  public boolean contains(long value) {
    return (min.isEmpty() || value >= min.getAsLong())
        && (max.isEmpty() || value <= max.getAsLong());
  }

  /** The values in both ranges; a {@link SymbolException} if there is none. */
  public Range intersect(Range other) {
    OptionalLong low =
        min.isEmpty() || (other.min.isPresent() && other.min.getAsLong() > min.getAsLong())
            ? other.min
            : min;
    OptionalLong high =
        max.isEmpty() || (other.max.isPresent() && other.max.getAsLong() < max.getAsLong())
            ? other.max
            : max;
    if (low.isPresent() && high.isPresent() && low.getAsLong() > high.getAsLong()) {
      throw new SymbolException(
          "the ranges " + this + " and " + other + " have no value in common");
    }
    return new Range(low, high);
  }

  @Override
  public String toString() {
    return "["
        + (min.isPresent() ? Long.toString(min.getAsLong()) : "-inf")
        + ", "
        + (max.isPresent() ? Long.toString(max.getAsLong()) : "inf")
        + "]";
  }
}
