package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * A function of sizes that is no polynomial. Made only by the classes that simplify the function,
 * once nothing is left to simplify.
 */
final class Call implements Atom {
  private final IntFunction function;

  private final ImmutableList<SymExpr> arguments;

  private final Extent extent;
  private final Interval interval;
  private final int hash;

  Call(IntFunction function, ImmutableList<SymExpr> arguments) {
    this.function = function;
    this.arguments = arguments;
    this.extent = Extent.enclosing(arguments);
    this.interval = Interval.ofCall(function, arguments);
    this.hash = 31 * function.name().hashCode() + arguments.hashCode();
  }

  static Call of(IntFunction function, SymExpr... arguments) {
    return new Call(function, ImmutableList.copyOf(arguments));
  }

  IntFunction function() {
    return function;
  }

  ImmutableList<SymExpr> arguments() {
    return arguments;
  }

  /** An argument that is an integer, which those of most functions are. */
  SymInt argument(int index) {
    return (SymInt) arguments.get(index);
  }

  Interval interval() {
    return interval;
  }

  boolean is(IntFunction other) {
    return function == other;
  }

  @Override
  public Extent extent() {
    return extent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Call call
            && hash == call.hash
            && function == call.function
            && arguments.equals(call.arguments));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return InfixText.of(this);
  }
}
