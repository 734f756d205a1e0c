package dev.octet.lowering.codegen.loop;

import java.util.HashMap;
import java.util.Map;

/**
 * Finds the largest float over vectors by comparing integers of the same order. Java's maximum of
 * floats sees to zeros of two signs and to what is no number, which takes half a dozen instructions
 * that wait for each other; that of integers is one. The result is the same bits, except that it is
 * the usual one of all that is no number, where that counts.
 */
public final class MaximumOfBits {
  /** All but the sign. */
  private static final int MAGNITUDE = 0x7fffffff;

  private static final int SIGN_SHIFT = 31;

  private final ExprPool pool;
  private final Nest nest;

  private MaximumOfBits(ExprPool pool, Nest nest) {
    this.pool = pool;
    this.nest = nest;
  }

  /**
   * Changes the maxima of a nest.
   *
   * @param pool owns the expressions of the nest
   */
  public static Nest apply(ExprPool pool, Nest nest) {
    return new MaximumOfBits(pool, nest).apply();
  }

  private Nest apply() {
    Map<Expr, Expr> done = new HashMap<>();
    for (Expr expr : Reachable.inOrder(nest.stores())) {
      if (expr instanceof Expr.Reduce reduce && isMaximumOverVectors(reduce)) {
        Expr body = pool.replace(reduce.body(), done);
        Expr ordered = ordered(reduce.combine() == Expr.Combine.MAXIMUM ? usual(body) : body);
        Expr largest =
            pool.reduce(Expr.Combine.MAXIMUM, false, reduce.ranges(), ordered, reduce.kept());
        done.put(expr, pool.floatOfBits(turned(largest)));
      }
    }
    if (done.isEmpty()) {
      return nest;
    }
    return new Nest(nest.loops(), pool.replace(nest.stores(), done), nest.vectors());
  }

  private boolean isMaximumOverVectors(Expr.Reduce reduce) {
    return (reduce.combine() == Expr.Combine.MAXIMUM
            || reduce.combine() == Expr.Combine.MAXIMUM_OF_NUMBERS)
        && reduce.type() == LaneType.F32
        && reduce.ranges().stream().anyMatch(range -> nest.vectors().contains(range.variable()));
  }

  /** The same number, and for all that is none the NaN that is larger than all numbers. */
  private Expr usual(Expr value) {
    Expr noNumber = pool.apply(Operation.NOT_EQUAL, value, value);
    return pool.select(noNumber, pool.f32(Float.NaN), value);
  }

  /** An integer that is larger for a larger float. */
  private Expr ordered(Expr value) {
    return turned(pool.bitsOfFloat(value));
  }

  /** Negative floats are larger the smaller their magnitude; the same turns integers back. */
  private Expr turned(Expr bits) {
    Expr signs = pool.apply(Operation.SHIFT_RIGHT, bits, pool.i32(SIGN_SHIFT));
    Expr negative = pool.apply(Operation.AND, signs, pool.i32(MAGNITUDE));
    return pool.apply(Operation.XOR, bits, negative);
  }
}
