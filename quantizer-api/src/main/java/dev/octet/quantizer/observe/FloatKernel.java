package dev.octet.quantizer.observe;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * The loops over float32 values in which observers spend their time. They are cut into simple steps
 * over arrays, which the JVM compiles to vector instructions; as fast here as the same by hand with
 * the Vector API.
 */
final class FloatKernel {
  /** Values of one call of {@link #countBins} at most, so that counts fit into 32 bits. */
  static final long MAX_VALUES = 1L << 30;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfInt BITS =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Values whose bins are computed before they are counted; their bins stay in the first-level
   * cache.
   */
  private static final int BLOCK = 1024;

  /** Fewer values are not worth a second thread. */
  private static final int PART = 1 << 15;

  /** Stands for the threads of the common pool, which cannot be asked for. Never started. */
  private static final Thread ANOTHER_THREAD = Thread.ofPlatform().unstarted(() -> {});

  private FloatKernel() {}

  /**
   * The smallest and the largest of {@code count > 0} values, where −0 is less than +0.
   *
   * @param from the first value, in bytes
   * @param result takes both; NaN both if any value is NaN
   */
  static void range(MemorySegment values, long from, long count, float[] result) {
    int[] bits = new int[(int) Math.min(BLOCK, count)];
    int[] keys = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    for (long start = 0; start < count; start += BLOCK) {
      int size = (int) Math.min(BLOCK, count - start);
      MemorySegment.copy(values, BITS, from + start * Float.BYTES, bits, 0, size);
      widen(keys, bits, size);
    }
    storeRange(keys[0], keys[1], result);
  }

  /** Makes the range of keys hold those of the bits. */
  private static void widen(int[] keys, int[] bits, int size) {
    int min = keys[0];
    int max = keys[1];
    for (int i = 0; i < size; i++) {
      int key = key(bits[i]);
      min = Math.min(min, key);
      max = Math.max(max, key);
    }
    keys[0] = min;
    keys[1] = max;
  }

  /**
   * Bits of floats as integers in the same order; NaN lies beyond the infinities. Its own inverse.
   */
  private static int key(int bits) {
    return bits ^ ((bits >> 31) & 0x7fffffff);
  }

  private static void storeRange(int minKey, int maxKey, float[] result) {
    boolean nan =
        minKey < key(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY))
            || maxKey > key(Float.floatToRawIntBits(Float.POSITIVE_INFINITY));
    result[0] = nan ? Float.NaN : Float.intBitsToFloat(key(minKey));
    result[1] = nan ? Float.NaN : Float.intBitsToFloat(key(maxKey));
  }

  /**
   * Counts values in equal bins of {@code [low, high]}, as PyTorch's {@code histc}: the bin is
   * {@code ((v − low) · bins) / (high − low)} without its fraction, the last one includes {@code
   * high}.
   *
   * @param count at most {@link #MAX_VALUES}
   * @param low less than {@code high}; {@code (high − low) · bins} is finite
   * @param counts are added to, one for each bin
   * @return false if a value lies outside the range or is NaN; the counts are then of no use
   */
  static boolean countBins(
      MemorySegment values, long from, long count, float low, float high, int[] counts) {
    int parts = (int) Math.min(Math.ceilDiv(count, PART), LookThreads.limit());
    if (parts <= 1 || !values.isAccessibleBy(ANOTHER_THREAD)) {
      return countPart(values, from, count, low, high, counts);
    }
    // Sums of integers are the same however they are cut up.
    int[][] ofParts = new int[parts][counts.length];
    boolean inside =
        IntStream.range(0, parts)
            .parallel()
            .allMatch(part -> {
              long start = count * part / parts;
              long size = count * (part + 1) / parts - start;
              return countPart(values, from + start * Float.BYTES, size, low, high, ofParts[part]);
            });
    for (int[] part : ofParts) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += part[i];
      }
    }
    return inside;
  }

  private static boolean countPart(
      MemorySegment values, long from, long count, float low, float high, int[] counts) {
    BinTables tables = new BinTables(counts.length);
    float[] block = new float[BLOCK];
    int[] bits = new int[BLOCK];
    // Both zeros lie within a range that ends at 0.
    int lowKey = low == 0 ? key(Float.floatToRawIntBits(-0f)) : key(Float.floatToRawIntBits(low));
    int highKey = high == 0 ? 0 : key(Float.floatToRawIntBits(high));
    int[] bins = new int[BLOCK];
    for (long start = 0; start < count; start += BLOCK) {
      int size = (int) Math.min(BLOCK, count - start);
      MemorySegment.copy(values, FLOAT, from + start * Float.BYTES, block, 0, size);
      MemorySegment.copy(values, BITS, from + start * Float.BYTES, bits, 0, size);
      if (!isInside(bits, size, lowKey, highKey)) {
        return false;
      }
      toBins(block, size, low, high - low, counts.length, bins);
      tables.count(bins, size);
    }
    tables.addTo(counts);
    return true;
  }

  private static boolean isInside(int[] bits, int size, int lowKey, int highKey) {
    int[] keys = {Integer.MAX_VALUE, Integer.MIN_VALUE};
    widen(keys, bits, size);
    return keys[0] >= lowKey && keys[1] <= highKey;
  }

  // Loops over arrays of one simple statement are those that the JVM turns into vector
  // instructions.
  private static void toBins(
      float[] values, int size, float low, float width, int count, int[] bins) {
    for (int i = 0; i < size; i++) {
      bins[i] = (int) ((values[i] - low) * count / width);
    }
    for (int i = 0; i < size; i++) {
      bins[i] = Math.min(bins[i], count - 1);
    }
  }

  /**
   * The squared error of each histogram bin under a candidate range: see {@link BinErrors}.
   *
   * @param density of each bin
   * @param errors one for each bin
   */
  static void binErrors(BinErrors candidate, float[] density, float[] errors) {
    for (int i = 0; i < density.length; i++) {
      errors[i] = candidate.error(i, density[i]);
    }
  }
}
