package dev.octet.lowering.codegen.loop;

import java.util.Locale;

/**
 * Primitive operations. The type of the operands decides the arithmetic; {@code CONVERT} goes to
 * the type of the result and follows Java's rules (narrowing saturates, NaN becomes 0).
 */
public enum Operation {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  /** {@code a · b + c}, rounded once. */
  FUSED_MULTIPLY_ADD,
  NEGATE,
  ABSOLUTE,
  SQUARE_ROOT,
  /** NaN wins, as in {@link Math#min(float, float)}. */
  MINIMUM,
  MAXIMUM,
  AND,
  OR,
  XOR,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  SHIFT_RIGHT_UNSIGNED,
  EQUAL,
  NOT_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  GREATER,
  GREATER_OR_EQUAL,
  /** {@code a ? b : c}. */
  SELECT,
  CONVERT,
  FLOAT_TO_BITS,
  BITS_TO_FLOAT,
  HALF_TO_FLOAT,
  FLOAT_TO_HALF,
  /** The nearest integer, ties to even; of doubles. */
  ROUND;

  public boolean isComparison() {
    return switch (this) {
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      default -> false;
    };
  }

  boolean hasVectors() {
    return this != HALF_TO_FLOAT && this != FLOAT_TO_HALF && this != ROUND;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
