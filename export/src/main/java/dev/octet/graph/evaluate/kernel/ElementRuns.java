package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Moves runs of elements between contiguous tensors and heap buffers of doubles; the common types
 * without a call for each element.
 */
final class ElementRuns {
  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private ElementRuns() {}

  /** {@code buffer[i] = tensor[start + i]} for {@code 0 ≤ i < count}. */
  static void read(Tensor tensor, long start, double[] buffer, int count) {
    MemorySegment memory = tensor.storage();
    long at = tensor.offset() + start;
    switch (tensor.dtype()) {
      case FLOAT32 -> tensor.getDoubles(start, buffer, count);
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          buffer[i] = memory.get(ValueLayout.JAVA_BYTE, at + i);
        }
      }
      case UINT8 -> {
        for (int i = 0; i < count; i++) {
          buffer[i] = memory.get(ValueLayout.JAVA_BYTE, at + i) & 0xff;
        }
      }
      case FLOAT64, FLOAT16, BFLOAT16, INT16, INT32, INT64, BOOL -> {
        for (int i = 0; i < count; i++) {
          buffer[i] = tensor.getDouble(start + i);
        }
      }
    }
  }

  /** {@code tensor[start + i] = buffer[i]}, converted as {@link Tensor#setDouble} does. */
  static void write(double[] buffer, int count, Tensor tensor, long start) {
    MemorySegment memory = tensor.storage();
    long at = tensor.offset() + start;
    switch (tensor.dtype()) {
      case FLOAT32 -> {
        for (int i = 0; i < count; i++) {
          memory.set(F32, (at + i) * 4, (float) buffer[i]);
        }
      }
      case INT8, UINT8 -> {
        for (int i = 0; i < count; i++) {
          if (buffer[i] >= -128 && buffer[i] <= 255) {
            memory.set(ValueLayout.JAVA_BYTE, at + i, (byte) (int) buffer[i]);
          } else {
            tensor.setDouble(start + i, buffer[i]);
          }
        }
      }
      case FLOAT64, FLOAT16, BFLOAT16, INT16, INT32, INT64, BOOL -> {
        for (int i = 0; i < count; i++) {
          tensor.setDouble(start + i, buffer[i]);
        }
      }
    }
  }
}
