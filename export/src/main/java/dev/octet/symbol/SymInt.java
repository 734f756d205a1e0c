package dev.octet.symbol;

import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * An integer or an integer expression over symbols, such as {@code 2*s77 + 1}. Immutable and
 * thread-safe.
 *
 * <p>Every operation returns the canonical form: a sum of products with integer coefficients,
 * sorted, over symbols and functions of sizes (floor division, modulo, maximum, ...). {@code
 * equals} compares canonical forms: equal expressions always have equal values; some expressions of
 * equal value are not recognised as such. Coefficients are 64-bit; a {@link SymbolException}
 * reports an overflow, a division by zero, or an expression that has grown beyond 1000 terms.
 *
 * <p>A symbol whose name starts with {@code s} stands for the size of an input and counts as at
 * least 1, as in PyTorch; no other symbol has an assumed range. PyTorch also makes {@code s}
 * symbols without that assumption, for integer inputs; {@link #parse} keeps them apart when the
 * text does.
 */
public sealed interface SymInt extends SymExpr permits IntConstant, Atom, Polynomial {
  SymInt ZERO = of(0);
  SymInt ONE = of(1);

  static SymInt of(long value) {
    return IntConstant.of(value);
  }

  /** A symbol; the name is an identifier. Names that start with {@code s} count as at least 1. */
  static SymInt symbol(String name) {
    return Symbol.of(name);
  }

  /**
   * Reads an expression in SymPy's constructor notation or in infix notation ({@code ((s0 +
   * 1)//2)}). Text longer than 10,000 characters, nested deeper than 100, or with more than 1000
   * terms after multiplying out is refused; the message gives the position.
   */
  static SymInt parse(String text) {
    return Parser.parseInt(text);
  }

  default boolean isConstant() {
    return this instanceof IntConstant;
  }

  /** The value of a constant; an error that names the expression if it has symbols. */
  default long constant() {
    if (this instanceof IntConstant number) {
      return number.value();
    }
    throw new SymbolException(
        "the size "
            + Limits.excerpt(this)
            + " is symbolic, where a fixed number is needed; give values to "
            + symbols()
            + " first");
  }

  /** The value of a constant, empty for a symbolic expression. */
  default OptionalLong asConstant() {
    return this instanceof IntConstant number
        ? OptionalLong.of(number.value())
        : OptionalLong.empty();
  }

  default SymInt add(SymInt other) {
    return Sums.add(this, other);
  }

  default SymInt add(long other) {
    return add(of(other));
  }

  default SymInt subtract(SymInt other) {
    return Sums.addScaled(this, other, -1);
  }

  default SymInt subtract(long other) {
    return subtract(of(other));
  }

  default SymInt multiply(SymInt other) {
    return Products.multiply(this, other);
  }

  default SymInt multiply(long other) {
    return multiply(of(other));
  }

  /** The quotient rounded towards minus infinity, as {@code //} of Python. */
  default SymInt floorDivide(SymInt divisor) {
    return FloorDivision.divide(this, divisor);
  }

  default SymInt floorDivide(long divisor) {
    return floorDivide(of(divisor));
  }

  /** The quotient rounded towards plus infinity. */
  default SymInt ceilDivide(SymInt divisor) {
    return FloorDivision.divideUp(this, divisor);
  }

  default SymInt ceilDivide(long divisor) {
    return ceilDivide(of(divisor));
  }

  /**
   * The remainder of {@link #floorDivide}: it has the sign of the divisor, as {@code %} of Python.
   */
  default SymInt modulo(SymInt divisor) {
    return Remainders.modulo(this, divisor);
  }

  default SymInt modulo(long divisor) {
    return modulo(of(divisor));
  }

  default SymInt negate() {
    return Sums.addScaled(ZERO, this, -1);
  }

  /** This to a power of at least 0; anything to the power 0 is 1. */
  default SymInt power(int exponent) {
    return Products.power(this, exponent);
  }

  default SymInt max(SymInt other) {
    return Extrema.max(this, other);
  }

  default SymInt max(long other) {
    return max(of(other));
  }

  default SymInt min(SymInt other) {
    return Extrema.min(this, other);
  }

  default SymInt min(long other) {
    return min(of(other));
  }

  /**
   * The value once each symbol has one; values of symbols that do not occur are ignored. Errors: a
   * symbol without a value, overflow of 64 bits, division by zero.
   */
  default long evaluate(Map<String, Long> values) {
    return this instanceof IntConstant number ? number.value() : Evaluation.evaluate(this, values);
  }

  /** Replaces symbols by expressions, all at once; symbols that the map does not name stay. */
  default SymInt substitute(Map<String, SymInt> replacements) {
    return Substitution.apply(this, replacements);
  }

  /**
   * The smallest and largest value that the form of the expression allows; see the class comment.
   */
  default Range bounds() {
    return Interval.of(this).toRange();
  }

  @Override
  default SortedSet<String> symbols() {
    return SymbolNames.of(this);
  }

  @Override
  default String toSympy() {
    return SympyText.of(this);
  }
}
