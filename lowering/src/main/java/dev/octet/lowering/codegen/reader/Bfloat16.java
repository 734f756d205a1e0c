package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.ExprPool;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;

/**
 * Rounding of floats to the 16 upper bits of a float, ties to even, left out where it changes
 * nothing. A bfloat16 times a power of two has no more digits than before, so that it is rounded
 * only where it is stored: between, numbers below the smallest normal float keep digits that
 * bfloat16 has not there.
 */
final class Bfloat16 {
  private static final int KEPT = 0xffff0000;
  private static final int NOT_A_NUMBER = 0x7fc00000;
  private static final int BITS = 16;

  /** What is made of more than so many operations is taken for any float. */
  private static final int DEEPEST = 6;

  private final ExprPool pool;

  Bfloat16(ExprPool pool) {
    this.pool = pool;
  }

  /** A stored element as a float. */
  Expr decode(Expr loaded) {
    return pool.floatOfBits(pool.apply(Operation.SHIFT_LEFT, loaded, pool.i32(BITS)));
  }

  /** A float as it is stored. */
  Expr encode(Expr value) {
    Expr exact = isExact(value, false, DEEPEST) ? value : rounded(value);
    return pool.apply(Operation.SHIFT_RIGHT_UNSIGNED, pool.bitsOfFloat(exact), pool.i32(BITS));
  }

  /** The nearest bfloat16, as a float. */
  Expr round(Expr value) {
    return isExact(value, true, DEEPEST) ? value : rounded(value);
  }

  private Expr rounded(Expr value) {
    Expr bits = pool.bitsOfFloat(value);
    Expr odd =
        pool.apply(
            Operation.AND,
            pool.apply(Operation.SHIFT_RIGHT_UNSIGNED, bits, pool.i32(BITS)),
            pool.i32(1));
    Expr up = pool.apply(Operation.ADD, pool.apply(Operation.ADD, bits, pool.i32(0x7fff)), odd);
    return pool.select(
        pool.apply(Operation.NOT_EQUAL, value, value),
        pool.floatOfBits(pool.i32(NOT_A_NUMBER)),
        pool.floatOfBits(pool.apply(Operation.AND, up, pool.i32(KEPT))));
  }

  /**
   * True if a float has the digits of a bfloat16.
   *
   * @param scaled whether it may have been multiplied by powers of two
   */
  private static boolean isExact(Expr value, boolean scaled, int depth) {
    return depth > 0
        && switch (value) {
          case Expr.Literal literal ->
              literal.type() == LaneType.F32
                  && isKept(Float.floatToRawIntBits((float) literal.real()));
          case Expr.Reduce reduce ->
              reduce.combine() != Expr.Combine.SUM && isExact(reduce.body(), scaled, depth - 1);
          case Expr.Apply apply ->
              switch (apply.operation()) {
                case BITS_TO_FLOAT -> areKept(apply.operands().getFirst());
                case NEGATE, ABSOLUTE, MINIMUM, MAXIMUM ->
                    apply.operands().stream().allMatch(x -> isExact(x, scaled, depth - 1));
                case SELECT ->
                    isExact(apply.operands().get(1), scaled, depth - 1)
                        && isExact(apply.operands().get(2), scaled, depth - 1);
                case MULTIPLY ->
                    scaled
                        && (isScaled(apply.operands().get(0), apply.operands().get(1), depth)
                            || isScaled(apply.operands().get(1), apply.operands().get(0), depth));
                default -> false;
              };
          case Expr.Load _, Expr.FromIndex _, Expr.Call _ -> false;
        };
  }

  private static boolean isScaled(Expr value, Expr factor, int depth) {
    return factor instanceof Expr.Literal literal
        && literal.type() == LaneType.F32
        && isPowerOfTwo(literal.real())
        && isExact(value, true, depth - 1);
  }

  private static boolean isPowerOfTwo(double number) {
    return number != 0
        && Double.isFinite(number)
        && Math.abs(number) == Math.scalb(1.0, Math.getExponent(number));
  }

  /** True if the bits that a bfloat16 has not are 0. */
  private static boolean areKept(Expr bits) {
    return switch (bits) {
      case Expr.Literal literal -> isKept((int) literal.bits());
      case Expr.Apply apply when apply.operands().size() == 2 ->
          apply.operands().get(1) instanceof Expr.Literal second
              && (apply.operation() == Operation.SHIFT_LEFT
                  ? second.bits() >= BITS
                  : apply.operation() == Operation.AND && isKept((int) second.bits()));
      default -> false;
    };
  }

  private static boolean isKept(int bits) {
    return (bits & ~KEPT) == 0;
  }
}
