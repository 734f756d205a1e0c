package dev.octet.lowering.codegen.opencl;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import java.util.stream.LongStream;

/**
 * Between which bounds an integer lies. C leaves open what happens where signed arithmetic leaves
 * its range, so it matters where that is impossible.
 */
record ValueRange(long min, long max) {
  private static final ValueRange INT = new ValueRange(Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final ValueRange LONG = new ValueRange(Long.MIN_VALUE, Long.MAX_VALUE);

  /** So deep expressions are looked into. */
  private static final int DEPTH = 6;

  /** True if the operation on 32-bit integers never leaves their range. */
  static boolean staysInside(Expr.Apply apply) {
    if (apply.type() != LaneType.I32) {
      return false;
    }
    ValueRange exact = exact(apply, DEPTH);
    return exact.min >= INT.min && exact.max <= INT.max;
  }

  static ValueRange of(Expr expr) {
    return of(expr, DEPTH);
  }

  private static ValueRange of(Expr expr, int depth) {
    if (expr.type() == LaneType.I64) {
      return LONG;
    }
    if (expr.type() == LaneType.MASK) {
      return new ValueRange(0, 1);
    }
    if (depth == 0) {
      return INT;
    }
    return switch (expr) {
      case Expr.Literal literal when literal.given() -> INT;
      case Expr.Literal literal -> new ValueRange(literal.bits(), literal.bits());
      case Expr.Load load ->
          switch (load.buffer().storage()) {
            case S8 -> new ValueRange(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case U8 -> new ValueRange(0, 255);
            case S16 -> new ValueRange(Short.MIN_VALUE, Short.MAX_VALUE);
            default -> INT;
          };
      case Expr.FromIndex from -> new ValueRange(from.index().min(), from.index().max());
      case Expr.Apply apply -> {
        ValueRange exact = exact(apply, depth);
        yield exact.min >= INT.min && exact.max <= INT.max ? exact : INT;
      }
      case Expr.Reduce reduce ->
          reduce.combine() == Expr.Combine.SUM ? INT : of(reduce.body(), depth - 1);
      case Expr.Call _ -> INT;
    };
  }

  /** Without regard to the type. */
  private static ValueRange exact(Expr.Apply apply, int depth) {
    if (apply.type() != LaneType.I32) {
      return LONG;
    }
    ValueRange[] of = new ValueRange[apply.operands().size()];
    for (int i = 0; i < of.length; i++) {
      of[i] = of(apply.operands().get(i), depth - 1);
    }
    Operation operation = apply.operation();
    return switch (operation) {
      case ADD -> new ValueRange(of[0].min + of[1].min, of[0].max + of[1].max);
      case SUBTRACT -> new ValueRange(of[0].min - of[1].max, of[0].max - of[1].min);
      case MULTIPLY -> product(of[0], of[1]);
      case NEGATE -> new ValueRange(-of[0].max, -of[0].min);
      case MINIMUM ->
          new ValueRange(Math.min(of[0].min, of[1].min), Math.min(of[0].max, of[1].max));
      case MAXIMUM ->
          new ValueRange(Math.max(of[0].min, of[1].min), Math.max(of[0].max, of[1].max));
      case SELECT -> new ValueRange(Math.min(of[1].min, of[2].min), Math.max(of[1].max, of[2].max));
      case AND -> of[1].min >= 0 ? new ValueRange(0, of[1].max) : INT;
      case CONVERT ->
          apply.operands().getFirst().type() == LaneType.MASK ? new ValueRange(0, 1) : INT;
      default -> INT;
    };
  }

  private static ValueRange product(ValueRange a, ValueRange b) {
    long[] products = {a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max};
    return new ValueRange(
        LongStream.of(products).min().getAsLong(), LongStream.of(products).max().getAsLong());
  }
}
