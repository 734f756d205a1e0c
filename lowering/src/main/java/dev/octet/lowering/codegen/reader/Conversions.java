package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;

/**
 * Element types as lane types. The 16-bit floating-point types are held as floats that they can
 * represent, integers up to 32 bits as 32-bit integers in their range, truth values as masks.
 */
public final class Conversions {
  private final ExprPool pool;
  private final Bfloat16 bfloat16;

  Conversions(ExprPool pool) {
    this.pool = pool;
    this.bfloat16 = new Bfloat16(pool);
  }

  /** What elements of a type are held in. */
  public static LaneType lane(DType type) {
    return switch (type) {
      case FLOAT32, FLOAT16, BFLOAT16 -> LaneType.F32;
      case FLOAT64 -> LaneType.F64;
      case INT8, UINT8, INT16, INT32 -> LaneType.I32;
      case INT64 -> LaneType.I64;
      case BOOL -> LaneType.MASK;
    };
  }

  /** What operators compute in: as {@link #lane}, but integers for truth values. */
  static LaneType arithmetic(DType type) {
    return type.isBool() ? LaneType.I32 : lane(type);
  }

  /** An element as it was loaded. */
  public Expr decode(Expr loaded, DType type) {
    return switch (type) {
      case BFLOAT16 -> bfloat16.decode(loaded);
      case FLOAT16 ->
          pool.apply(
              Operation.HALF_TO_FLOAT,
              LaneType.F32,
              com.google.common.collect.ImmutableList.of(loaded));
      case BOOL -> pool.convert(loaded, LaneType.MASK);
      default -> loaded;
    };
  }

  /** An element as it is stored. */
  public Expr encode(Expr element, DType type) {
    return switch (type) {
      case BFLOAT16 -> bfloat16.encode(element);
      case FLOAT16 ->
          pool.apply(
              Operation.FLOAT_TO_HALF,
              LaneType.I32,
              com.google.common.collect.ImmutableList.of(element));
      case BOOL -> pool.convert(element, LaneType.I32);
      default -> element;
    };
  }

  /** An element of one type converted to another. */
  public Expr convert(Expr element, DType from, DType to) {
    if (from == to) {
      return element;
    }
    if (from.isFloatingPoint()) {
      return to.isFloatingPoint()
          ? round(pool.convert(element, lane(to)), to)
          : toInteger(element, to);
    }
    if (to.isFloatingPoint()) {
      return round(pool.convert(number(element), lane(to)), to);
    }
    return narrow(number(element), to);
  }

  /** A truth value as 1 or 0; other elements as they are. */
  Expr number(Expr element) {
    return element.type() == LaneType.MASK ? pool.convert(element, LaneType.I32) : element;
  }

  /** The result of arithmetic rounded or narrowed to a type. */
  public Expr round(Expr value, DType type) {
    return switch (type) {
      case FLOAT32, FLOAT64 -> pool.convert(value, lane(type));
      case BFLOAT16 -> bfloat16.round(pool.convert(value, LaneType.F32));
      case FLOAT16 ->
          decode(encode(pool.convert(value, LaneType.F32), DType.FLOAT16), DType.FLOAT16);
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> narrow(value, type);
    };
  }

  /** The low bits of an integer. */
  Expr narrow(Expr value, DType type) {
    return switch (type) {
      case BOOL -> pool.convert(value, LaneType.MASK);
      case INT64 -> pool.convert(number(value), LaneType.I64);
      case INT32 -> pool.convert(number(value), LaneType.I32);
      case UINT8 ->
          pool.apply(Operation.AND, pool.convert(number(value), LaneType.I32), pool.i32(255));
      case INT8 -> shifted(value, 24);
      case INT16 -> shifted(value, 16);
      default -> throw new IllegalArgumentException(type + " is no integer type");
    };
  }

  private Expr shifted(Expr value, int bits) {
    return pool.apply(
        Operation.SHIFT_RIGHT,
        pool.apply(Operation.SHIFT_LEFT, pool.convert(number(value), LaneType.I32), pool.i32(bits)),
        pool.i32(bits));
  }

  /** Truncated; what does not fit becomes what x86 instructions make of it. */
  private Expr toInteger(Expr value, DType type) {
    if (type.isBool()) {
      return pool.convert(value, LaneType.MASK);
    }
    if (type == DType.INT64 || (type == DType.UINT8 && value.type() == LaneType.F64)) {
      Expr fits = pool.apply(Operation.LESS, value, pool.convert(pool.f32(0x1p63), value.type()));
      return narrow(
          pool.select(
              fits, pool.convert(value, LaneType.I64), pool.whole(LaneType.I64, Long.MIN_VALUE)),
          type);
    }
    Expr fits = pool.apply(Operation.LESS, value, pool.convert(pool.f32(0x1p31), value.type()));
    // A float beyond 2^31 is a multiple of 256, so that the low byte is right for u8 as well.
    return narrow(
        pool.select(fits, pool.convert(value, LaneType.I32), pool.i32(Integer.MIN_VALUE)), type);
  }
}
