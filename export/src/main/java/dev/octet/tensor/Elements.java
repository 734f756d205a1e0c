package dev.octet.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** One element of any type at a place in little-endian memory, which is counted in bytes. */
final class Elements {
  static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfDouble F64 =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong S64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort S16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt S32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Elements() {}

  /** As {@link Tensor#getDouble}. */
  static double getDouble(MemorySegment storage, DType dtype, long at) {
    return switch (dtype) {
      case FLOAT32 -> storage.get(F32, at);
      case FLOAT64 -> storage.get(F64, at);
      case FLOAT16 -> Float.float16ToFloat(storage.get(S16, at));
      case BFLOAT16 -> Rounding.fromBfloat16(storage.get(S16, at));
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> getLong(storage, dtype, at);
    };
  }

  /** As {@link Tensor#getLong}. */
  static long getLong(MemorySegment storage, DType dtype, long at) {
    return switch (dtype) {
      case INT8 -> storage.get(ValueLayout.JAVA_BYTE, at);
      case UINT8 -> storage.get(ValueLayout.JAVA_BYTE, at) & 0xff;
      case BOOL -> storage.get(ValueLayout.JAVA_BYTE, at) != 0 ? 1 : 0;
      case INT16 -> storage.get(S16, at);
      case INT32 -> storage.get(S32, at);
      case INT64 -> storage.get(S64, at);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          Rounding.toInteger(getDouble(storage, dtype, at), DType.INT64);
    };
  }

  /** As {@link Tensor#setDouble}. */
  static void setDouble(MemorySegment storage, DType dtype, long at, double value) {
    switch (dtype) {
      case FLOAT32 -> storage.set(F32, at, (float) value);
      case FLOAT64 -> storage.set(F64, at, value);
      case FLOAT16 -> storage.set(S16, at, Float.floatToFloat16((float) value));
      case BFLOAT16 -> storage.set(S16, at, Rounding.toBfloat16((float) value));
      case INT8, UINT8, INT16, INT32, INT64, BOOL ->
          setLong(storage, dtype, at, Rounding.toInteger(value, dtype));
    }
  }

  /** As {@link Tensor#setLong}. */
  static void setLong(MemorySegment storage, DType dtype, long at, long value) {
    switch (dtype) {
      case INT8, UINT8, BOOL ->
          storage.set(ValueLayout.JAVA_BYTE, at, (byte) Rounding.narrow(value, dtype));
      case INT16 -> storage.set(S16, at, (short) value);
      case INT32 -> storage.set(S32, at, (int) value);
      case INT64 -> storage.set(S64, at, value);
      case FLOAT32 -> storage.set(F32, at, (float) value);
      case FLOAT64 -> storage.set(F64, at, (double) value);
      case FLOAT16, BFLOAT16 -> setDouble(storage, dtype, at, (float) value);
    }
  }
}
