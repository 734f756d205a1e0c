package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;

/**
 * Arithmetic of a type by way of double: an operation on numbers of the type, computed in double
 * and rounded here, has the result that the type's own arithmetic has (for the 16-bit types:
 * computed in float and rounded, as PyTorch does).
 */
final class FloatRounding {
  private FloatRounding() {}

  /** The nearest value of a type; integers keep their low bits. */
  static double round(DType type, double value) {
    return switch (type) {
      case FLOAT64 -> value;
      case FLOAT32 -> (float) value;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
      case BFLOAT16 -> bfloat16((float) value);
      case INT8 -> (byte) (long) value;
      case UINT8 -> (long) value & 0xff;
      case INT16 -> (short) (long) value;
      case INT32 -> (int) (long) value;
      case INT64 -> (double) (long) value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  /** The upper half of the bits, rounded to nearest, ties to even. */
  private static float bfloat16(float value) {
    if (Float.isNaN(value)) {
      return value;
    }
    int bits = Float.floatToRawIntBits(value);
    return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
  }
}
