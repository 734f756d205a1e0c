package dev.octet.lowering;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The largest magnitude among signed bytes. Works on arrays, block by block: that is quick long
 * before the JIT compiler has seen all of a large model.
 */
final class LargestByte {
  private static final int BLOCK = 1 << 16;
  private static final long LOWEST_BITS = 0x0101010101010101L;

  private LargestByte() {}

  /** Exact, from 0 to 128. */
  static int of(MemorySegment bytes) {
    byte[] block = new byte[(int) Math.min(BLOCK, bytes.byteSize())];
    int most = 0;
    for (long at = 0; at < bytes.byteSize(); at += block.length) {
      int count = (int) Math.min(block.length, bytes.byteSize() - at);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, block, 0, count);
      for (int i = 0; i < count; i++) {
        most = Math.max(most, Math.abs(block[i]));
      }
    }
    return most;
  }

  /** A power of two that no magnitude exceeds, in an eighth of the time. */
  static int bound(MemorySegment bytes) {
    long[] block = new long[(int) Math.min(BLOCK, bytes.byteSize()) / Long.BYTES];
    long bits = 0;
    long at = 0;
    while (bytes.byteSize() - at >= Long.BYTES) {
      int count = (int) Math.min(block.length, (bytes.byteSize() - at) / Long.BYTES);
      MemorySegment.copy(bytes, ValueLayout.JAVA_LONG_UNALIGNED, at, block, 0, count);
      bits |= bits(block, count);
      at += (long) count * Long.BYTES;
    }
    int all = 0;
    for (; at < bytes.byteSize(); at++) {
      int value = bytes.get(ValueLayout.JAVA_BYTE, at);
      all |= value ^ (value >> 31);
    }
    for (; bits != 0; bits >>>= Byte.SIZE) {
      all |= (int) (bits & 0x7f);
    }
    // A negative byte -n has the bits of n - 1.
    return Integer.highestOneBit(all) * 2 + (all == 0 ? 1 : 0);
  }

  /** In each byte all bits of the values there, of negative ones the complement. */
  private static long bits(long[] words, int count) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      long word = words[i];
      long negative = (word >>> 7) & LOWEST_BITS;
      bits |= word ^ ((negative << Byte.SIZE) - negative);
    }
    return bits;
  }
}
