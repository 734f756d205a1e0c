package dev.octet.export.pt2;

import dev.octet.op.Layout;
import dev.octet.op.MemoryFormat;
import dev.octet.program.FormatException;
import java.util.List;

/** The numbers of layouts and memory formats; both count from 1, 0 is unknown. */
final class EnumCodes {
  /** The code of {@link Layout#STRIDED}. */
  static final int STRIDED = 7;

  private EnumCodes() {}

  static Layout layout(int code, String where) {
    return decode(Layout.values(), code, "layout", where);
  }

  static MemoryFormat memoryFormat(int code, String where) {
    return decode(MemoryFormat.values(), code, "memory format", where);
  }

  private static <E> E decode(E[] values, int code, String what, String where) {
    if (code < 1 || code > values.length) {
      throw new FormatException(
          where + ": unknown " + what + " number " + code + ", expected 1 to " + values.length);
    }
    return values[code - 1];
  }

  static int encode(Layout value) {
    return List.of(Layout.values()).indexOf(value) + 1;
  }

  static int encode(MemoryFormat value) {
    return List.of(MemoryFormat.values()).indexOf(value) + 1;
  }
}
