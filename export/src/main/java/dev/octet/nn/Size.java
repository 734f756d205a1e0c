package dev.octet.nn;

import dev.octet.nn.trace.Session;

/**
 * The size of a dimension, or a number computed from sizes. While a module is traced it may be
 * symbolic. Immutable.
 */
public final class Size {
  private final Object handle;

  private Size(Object handle) {
    this.handle = handle;
  }

  public static Size of(long value) {
    return new Size(value);
  }

  static Size ofHandle(Object handle) {
    return new Size(handle);
  }

  public Size plus(long other) {
    return plus(of(other));
  }

  public Size plus(Size other) {
    return handle instanceof Long a && other.handle instanceof Long b
        ? of(Math.addExact(a, b))
        : symbolic("add", other);
  }

  public Size minus(long other) {
    return minus(of(other));
  }

  public Size minus(Size other) {
    return handle instanceof Long a && other.handle instanceof Long b
        ? of(Math.subtractExact(a, b))
        : symbolic("sub", other);
  }

  public Size times(long other) {
    return times(of(other));
  }

  public Size times(Size other) {
    return handle instanceof Long a && other.handle instanceof Long b
        ? of(Math.multiplyExact(a, b))
        : symbolic("mul", other);
  }

  /** The quotient rounded towards minus infinity, as {@code //} of Python. */
  public Size floorDivide(long other) {
    return floorDivide(of(other));
  }

  /** The quotient rounded towards minus infinity, as {@code //} of Python. */
  public Size floorDivide(Size other) {
    return handle instanceof Long a && other.handle instanceof Long b
        ? of(Math.floorDiv(a, b))
        : symbolic("floordiv", other);
  }

  private Size symbolic(String operator, Size other) {
    return new Size(Session.current().arithmetic(operator, handle, other.handle));
  }

  /** True if the size is a plain number; false only while tracing with dynamic shapes. */
  public boolean isKnown() {
    return handle instanceof Long;
  }

  /**
   * The number.
   *
   * @throws dev.octet.tensor.InputException if it is symbolic
   */
  public long value() {
    if (handle instanceof Long number) {
      return number;
    }
    throw new dev.octet.tensor.InputException(
        "the size "
            + Session.current().expression(handle)
            + " is symbolic in this trace; compute with Size, or make the dimension static");
  }

  Object handle() {
    return handle;
  }

  @Override
  public String toString() {
    return handle.toString();
  }
}
