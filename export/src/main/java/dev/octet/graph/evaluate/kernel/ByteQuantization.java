package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Quantizes float32 to 8-bit integers in float32, which is what happens to weights and activations:
 * q = clamp(round(x · inverse) + zero point). It gives the bits that the general loops of {@link
 * QuantizationKernels} give, from loops over arrays that the JVM compiles to vector instructions.
 * Not thread-safe.
 */
final class ByteQuantization {
  private static final int BLOCK = 1024;

  private final Tensor input;
  private final MemorySegment result;
  private final float min;
  private final float max;
  private final float[] values = new float[BLOCK];
  private final byte[] bytes = new byte[BLOCK];

  ByteQuantization(Tensor input, Tensor result, float min, float max) {
    this.input = input;
    this.result = result.segment();
    this.min = min;
    this.max = max;
  }

  /** True if all clamped values are 8-bit integers, signed or not; NaN becomes 0 as elsewhere. */
  static boolean suits(Tensor input, Tensor result, double min, double max) {
    return input.dtype() == DType.FLOAT32
        && (result.dtype() == DType.INT8 || result.dtype() == DType.UINT8)
        && min >= -128
        && max <= 255;
  }

  /** The elements from {@code start} to {@code start + count}, which share a scale. */
  void quantize(long start, long count, float inverse, float zeroPoint) {
    for (long done = 0; done < count; done += BLOCK) {
      int size = (int) Math.min(BLOCK, count - done);
      input.getFloats(start + done, values, size);
      round(values, size, inverse);
      clamp(values, size, zeroPoint, min, max);
      narrow(values, size, bytes);
      MemorySegment.copy(bytes, 0, result, ValueLayout.JAVA_BYTE, start + done, size);
    }
  }

  // One step to a loop: the JVM makes no vector instructions of all three in one.
  private static void round(float[] values, int size, float inverse) {
    for (int i = 0; i < size; i++) {
      values[i] = (float) Math.rint(values[i] * inverse);
    }
  }

  private static void clamp(float[] values, int size, float zeroPoint, float min, float max) {
    for (int i = 0; i < size; i++) {
      values[i] = Math.min(Math.max(values[i] + zeroPoint, min), max);
    }
  }

  private static void narrow(float[] values, int size, byte[] bytes) {
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) values[i];
    }
  }
}
