package dev.octet.tensor;

/** Conversions between number formats, as PyTorch performs them on x86. */
final class Rounding {
  private Rounding() {}

  /**
   * The nearest bfloat16, ties to even, as its 16 bits; NaN becomes the quiet NaN {@code 0x7fc0}.
   */
  static short toBfloat16(float value) {
    if (Float.isNaN(value)) {
      return (short) 0x7fc0;
    }
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }

  static float fromBfloat16(short bits) {
    return Float.intBitsToFloat((bits & 0xffff) << 16);
  }

  /**
   * A floating-point value as an integer of the given type: truncated towards zero. What does not
   * fit is undefined in C; this is what x86 conversion instructions give: the smallest value for 32
   * and 64 bits and NaN, the low bits for the narrower types.
   */
  static long toInteger(double value, DType type) {
    return switch (type) {
      case BOOL -> value != 0 ? 1 : 0; // NaN is true
      case INT64, UINT8 -> narrow(truncateToLong(value), type);
      case INT32, INT16, INT8 -> narrow(truncateToInt(value), type);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException(type + " is no integer type");
    };
  }

  /** An integer reduced to the low bits of the given integer type (to 0 or 1 for {@code BOOL}). */
  static long narrow(long value, DType type) {
    return switch (type) {
      case BOOL -> value != 0 ? 1 : 0;
      case UINT8 -> value & 0xff;
      case INT8 -> (byte) value;
      case INT16 -> (short) value;
      case INT32 -> (int) value;
      case INT64 -> value;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException(type + " is no integer type");
    };
  }

  private static long truncateToLong(double value) {
    return value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
  }

  private static int truncateToInt(double value) {
    return value > -0x1p31 - 1 && value < 0x1p31 ? (int) value : Integer.MIN_VALUE;
  }
}
