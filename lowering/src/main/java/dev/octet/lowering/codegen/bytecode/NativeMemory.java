package dev.octet.lowering.codegen.bytecode;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * All memory of the process as one segment, so that generated code can use plain addresses.
 *
 * <p>The methods are called by scalar code. They are compiled soon, once for all kernels, while
 * accesses printed into a kernel would be inlined many levels deep whenever it is compiled; with
 * their assertions they are too long for the quick compiler to inline, and short enough for the
 * optimizing one.
 */
final class NativeMemory {
  @SuppressWarnings("restricted") // addresses come from segments that the caller keeps alive
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}

  static float f32(long address) {
    assert address > 0 : "a float at address " + address;
    return ALL.get(JAVA_FLOAT_UNALIGNED, address);
  }

  static double f64(long address) {
    assert address > 0 : "a double at address " + address;
    return ALL.get(JAVA_DOUBLE_UNALIGNED, address);
  }

  static int s8(long address) {
    assert address > 0 : "a byte at address " + address;
    return ALL.get(JAVA_BYTE, address);
  }

  static int u8(long address) {
    assert address > 0 : "a byte at address " + address;
    return ALL.get(JAVA_BYTE, address) & 255;
  }

  static int s16(long address) {
    assert address > 0 : "a short at address " + address;
    return ALL.get(JAVA_SHORT_UNALIGNED, address);
  }

  static int s32(long address) {
    assert address > 0 : "an int at address " + address;
    return ALL.get(JAVA_INT_UNALIGNED, address);
  }

  static long s64(long address) {
    assert address > 0 : "a long at address " + address;
    return ALL.get(JAVA_LONG_UNALIGNED, address);
  }

  static void f32(long address, float value) {
    assert address > 0 : "a float to address " + address;
    ALL.set(JAVA_FLOAT_UNALIGNED, address, value);
  }

  static void f64(long address, double value) {
    assert address > 0 : "a double to address " + address;
    ALL.set(JAVA_DOUBLE_UNALIGNED, address, value);
  }

  /** Stores the low byte. */
  static void s8(long address, int value) {
    assert address > 0 : "a byte to address " + address;
    ALL.set(JAVA_BYTE, address, (byte) value);
  }

  /** Stores the low byte. */
  static void u8(long address, int value) {
    assert address > 0 : "a byte to address " + address;
    ALL.set(JAVA_BYTE, address, (byte) value);
  }

  /** Stores the low half. */
  static void s16(long address, int value) {
    assert address > 0 : "a short to address " + address;
    ALL.set(JAVA_SHORT_UNALIGNED, address, (short) value);
  }

  static void s32(long address, int value) {
    assert address > 0 : "an int to address " + address;
    ALL.set(JAVA_INT_UNALIGNED, address, value);
  }

  static void s64(long address, long value) {
    assert address > 0 : "a long to address " + address;
    ALL.set(JAVA_LONG_UNALIGNED, address, value);
  }
}
