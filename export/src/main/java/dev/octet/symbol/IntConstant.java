package dev.octet.symbol;

import java.util.stream.LongStream;

/**
 * A number; those of common sizes are shared. Only {@link SymInt#of} makes one: its interface must
 * be initialised before this class, or two threads could wait for each other.
 */
record IntConstant(long value) implements SymInt {
  private static final int LOWEST = -128;
  private static final int HIGHEST = 1024;
  private static final IntConstant[] SHARED =
      LongStream.rangeClosed(LOWEST, HIGHEST)
          .mapToObj(IntConstant::new)
          .toArray(IntConstant[]::new);

  static IntConstant of(long value) {
    return value >= LOWEST && value <= HIGHEST
        ? SHARED[(int) value - LOWEST]
        : new IntConstant(value);
  }

  @Override
  public Extent extent() {
    return Extent.LEAF;
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
