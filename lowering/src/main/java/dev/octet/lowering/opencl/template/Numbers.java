package dev.octet.lowering.opencl.template;

import dev.octet.tensor.DType;

/** How the elements of an operand are read as floats in C. */
enum Numbers {
  FLOAT("float"),
  BFLOAT16("ushort"),
  S8("char"),
  U8("uchar");

  /** Sums of integers up to this are exact in floats. */
  static final long EXACT = 1 << 24;

  private final String type;

  Numbers(String type) {
    this.type = type;
  }

  static Numbers of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> FLOAT;
      case BFLOAT16 -> BFLOAT16;
      case INT8 -> S8;
      case UINT8 -> U8;
      default -> throw new IllegalArgumentException("no products of " + dtype);
    };
  }

  static boolean has(DType dtype) {
    return dtype == DType.FLOAT32
        || dtype == DType.BFLOAT16
        || dtype == DType.INT8
        || dtype == DType.UINT8;
  }

  /** The element type in C. */
  String type() {
    return type;
  }

  boolean isInteger() {
    return this == S8 || this == U8;
  }

  /** The C expression of one element as a float. */
  String scalar(String element) {
    return switch (this) {
      case FLOAT -> element;
      case BFLOAT16 -> "as_float((uint)" + element + " << 16)";
      case S8, U8 -> "(float)" + element;
    };
  }

  /** The C expression of a loaded vector as floats. */
  String vector(String loaded, int lanes) {
    return switch (this) {
      case FLOAT -> loaded;
      case BFLOAT16 -> "as_float" + lanes + "(convert_uint" + lanes + "(" + loaded + ") << 16)";
      case S8, U8 -> "convert_float" + lanes + "(" + loaded + ")";
    };
  }
}
