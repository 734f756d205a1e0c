package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Storage;
import java.util.Locale;

/** Types and numbers as OpenCL C writes them. */
final class CTypes {
  /** Larger integers are bits rather than numbers. */
  private static final int LARGE = 1 << 24;

  private CTypes() {}

  static String of(LaneType type) {
    return switch (type) {
      case F32 -> "float";
      case F64 -> "double";
      case I32, MASK -> "int";
      case I64 -> "long";
    };
  }

  /**
   * The type of an element in memory.
   *
   * @param bits whether 16-bit elements are the bits of floating-point numbers
   */
  static String of(Storage storage, boolean bits) {
    return switch (storage) {
      case F32 -> "float";
      case F64 -> "double";
      case S8 -> "char";
      case U8 -> "uchar";
      case S16 -> bits ? "ushort" : "short";
      case S32 -> "int";
      case S64 -> "long";
    };
  }

  /** A number, exactly. */
  static Fragment number(LaneType type, long bits) {
    return switch (type) {
      case F32 -> real((float) Double.longBitsToDouble(bits));
      case F64 -> real(Double.longBitsToDouble(bits));
      case I32, MASK -> whole((int) bits);
      case I64 -> bits == Long.MIN_VALUE ? Fragment.primary("LONG_MIN") : signed(bits + "L");
    };
  }

  static Fragment whole(int value) {
    if (value == Integer.MIN_VALUE) {
      return Fragment.primary("INT_MIN");
    }
    boolean mask = value >= LARGE && (value & 0xffff) == 0;
    return signed(mask ? "0x" + Integer.toHexString(value) : Integer.toString(value));
  }

  private static Fragment real(float value) {
    if (Float.isNaN(value)) {
      return Fragment.primary("NAN");
    }
    if (Float.isInfinite(value)) {
      return signed(value > 0 ? "INFINITY" : "-INFINITY");
    }
    String hexadecimal = Float.toHexString(value).replace(".0p", "p");
    String text = decimal(Float.toString(value));
    boolean power = text.contains("e") && hexadecimal.length() < text.length();
    return signed((power ? hexadecimal : text) + "f");
  }

  private static Fragment real(double value) {
    if (Double.isNaN(value)) {
      return Fragment.cast("double", Fragment.primary("NAN"));
    }
    if (Double.isInfinite(value)) {
      return Fragment.cast("double", signed(value > 0 ? "INFINITY" : "-INFINITY"));
    }
    return signed(decimal(Double.toString(value)));
  }

  private static String decimal(String java) {
    return java.toLowerCase(Locale.ROOT).replace(".0e", "e");
  }

  private static Fragment signed(String text) {
    return new Fragment(text, text.startsWith("-") ? Fragment.UNARY : Fragment.PRIMARY);
  }
}
