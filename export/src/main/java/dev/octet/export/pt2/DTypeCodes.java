package dev.octet.export.pt2;

import com.google.common.collect.ImmutableMap;
import dev.octet.program.FormatException;
import dev.octet.tensor.DType;

/**
 * The numbers that the program JSON uses for element types; they are not those of PyTorch's C++
 * code.
 */
final class DTypeCodes {
  private static final ImmutableMap<Integer, DType> TYPES =
      ImmutableMap.<Integer, DType>builder()
          .put(1, DType.UINT8)
          .put(2, DType.INT8)
          .put(3, DType.INT16)
          .put(4, DType.INT32)
          .put(5, DType.INT64)
          .put(6, DType.FLOAT16)
          .put(7, DType.FLOAT32)
          .put(8, DType.FLOAT64)
          .put(12, DType.BOOL)
          .put(13, DType.BFLOAT16)
          .buildOrThrow();

  private static final ImmutableMap<Integer, String> UNSUPPORTED =
      ImmutableMap.<Integer, String>builder()
          .put(0, "unknown")
          .put(9, "complex32")
          .put(10, "complex64")
          .put(11, "complex128")
          .put(28, "uint16")
          .put(29, "float8_e4m3fn")
          .put(30, "float8_e5m2")
          .put(31, "float8_e4m3fnuz")
          .put(32, "float8_e5m2fnuz")
          .put(33, "float8_e8m0fnu")
          .put(34, "uint32")
          .put(35, "uint64")
          .buildOrThrow();

  private DTypeCodes() {}

  static DType decode(int code, String where) {
    DType type = TYPES.get(code);
    if (type == null) {
      String name = UNSUPPORTED.getOrDefault(code, "with number " + code);
      throw new FormatException(
          where
              + ": element type "
              + name
              + " is not supported; known are float32, float64, float16, bfloat16, int8, uint8,"
              + " int16, int32, int64 and bool");
    }
    return type;
  }

  static int encode(DType type) {
    return switch (type) {
      case UINT8 -> 1;
      case INT8 -> 2;
      case INT16 -> 3;
      case INT32 -> 4;
      case INT64 -> 5;
      case FLOAT16 -> 6;
      case FLOAT32 -> 7;
      case FLOAT64 -> 8;
      case BOOL -> 12;
      case BFLOAT16 -> 13;
    };
  }
}
