package dev.octet.lowering.codegen.loop;

import dev.octet.tensor.DType;
import java.util.Locale;

/**
 * How an element lies in memory. The 16-bit floating-point types are loaded and stored as the
 * integers that their bits are.
 */
public enum Storage {
  F32(4, LaneType.F32),
  F64(8, LaneType.F64),
  S8(1, LaneType.I32),
  U8(1, LaneType.I32),
  S16(2, LaneType.I32),
  S32(4, LaneType.I32),
  S64(8, LaneType.I64);

  private final int bytes;
  private final LaneType lane;

  Storage(int bytes, LaneType lane) {
    this.bytes = bytes;
    this.lane = lane;
  }

  public int bytes() {
    return bytes;
  }

  /** What a load gives and a store takes. */
  public LaneType lane() {
    return lane;
  }

  /** Its name in listings. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Storage of(DType type) {
    return switch (type) {
      case FLOAT32 -> F32;
      case FLOAT64 -> F64;
      case INT8 -> S8;
      case UINT8, BOOL -> U8;
      case INT16, FLOAT16, BFLOAT16 -> S16;
      case INT32 -> S32;
      case INT64 -> S64;
    };
  }
}
