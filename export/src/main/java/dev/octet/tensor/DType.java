package dev.octet.tensor;

/** Element types of a tensor, in PyTorch's names and sizes. {@code BOOL} takes one byte, 0 or 1. */
public enum DType {
  FLOAT32("f32", "float32", 4, Kind.FLOAT),
  FLOAT64("f64", "float64", 8, Kind.FLOAT),
  FLOAT16("f16", "float16", 2, Kind.FLOAT),
  BFLOAT16("bf16", "bfloat16", 2, Kind.FLOAT),
  INT8("s8", "int8", 1, Kind.INTEGER),
  UINT8("u8", "uint8", 1, Kind.INTEGER),
  INT16("s16", "int16", 2, Kind.INTEGER),
  INT32("s32", "int32", 4, Kind.INTEGER),
  INT64("s64", "int64", 8, Kind.INTEGER),
  BOOL("bool", "bool", 1, Kind.BOOL);

  private enum Kind {
    FLOAT,
    INTEGER,
    BOOL
  }

  private final String shortName;
  private final String torchName;
  private final int bytes;
  private final Kind kind;

  DType(String shortName, String torchName, int bytes, Kind kind) {
    this.shortName = shortName;
    this.torchName = torchName;
    this.bytes = bytes;
    this.kind = kind;
  }

  /** The short name of the text form: {@code f32}, {@code s8}, … */
  public String shortName() {
    return shortName;
  }

  /** PyTorch's name without its prefix: {@code float32}, {@code int8}, … */
  public String torchName() {
    return torchName;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloatingPoint() {
    return kind == Kind.FLOAT;
  }

  /** True of the five integer types; false of {@code BOOL}. */
  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  public boolean isBool() {
    return kind == Kind.BOOL;
  }

  /**
   * The smallest value of an integer type (0 for {@code BOOL}); not defined for floating-point
   * types.
   */
  public long minValue() {
    return switch (this) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case INT64 -> Long.MIN_VALUE;
      case UINT8, BOOL -> 0;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException("minValue is for integer types, this is " + this);
    };
  }

  /**
   * The largest value of an integer type (1 for {@code BOOL}); not defined for floating-point
   * types.
   */
  public long maxValue() {
    return switch (this) {
      case INT8 -> Byte.MAX_VALUE;
      case UINT8 -> 255;
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      case INT64 -> Long.MAX_VALUE;
      case BOOL -> 1;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException("maxValue is for integer types, this is " + this);
    };
  }

  /**
   * The result of this type's own arithmetic where the exact one is {@code value}: the nearest
   * value of a floating-point type (the 16-bit ones by way of float32, as PyTorch), the low bits
   * for an integer type, 0 or 1 for {@code BOOL}.
   */
  public double round(double value) {
    return switch (this) {
      case FLOAT64 -> value;
      case FLOAT32 -> (float) value;
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
      case BFLOAT16 -> Rounding.fromBfloat16(Rounding.toBfloat16((float) value));
      case BOOL -> value != 0 ? 1 : 0;
      case INT8, UINT8, INT16, INT32, INT64 -> Rounding.narrow((long) value, this);
    };
  }

  /**
   * The type with this short or PyTorch name, with or without the prefix {@code torch.}.
   *
   * @throws InputException naming the known types
   */
  public static DType named(String name) {
    String bare = name.startsWith("torch.") ? name.substring("torch.".length()) : name;
    for (DType type : values()) {
      if (type.shortName.equals(bare) || type.torchName.equals(bare)) {
        return type;
      }
    }
    throw new InputException(
        "unknown element type '" + name + "'; known: f32 f64 f16 bf16 s8 u8 s16 s32 s64 bool");
  }

  @Override
  public String toString() {
    return shortName;
  }
}
