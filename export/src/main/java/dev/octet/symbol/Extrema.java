package dev.octet.symbol;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/** Maximum and minimum: flat, sorted, without arguments that another one bounds. */
final class Extrema {
  private Extrema() {}

  static SymInt max(SymInt a, SymInt b) {
    return of(IntFunction.MAX, List.of(a, b));
  }

  static SymInt min(SymInt a, SymInt b) {
    return of(IntFunction.MIN, List.of(a, b));
  }

  /** At least one argument. */
  static SymInt of(IntFunction function, List<SymInt> arguments) {
    boolean larger = function == IntFunction.MAX;
    List<SymInt> candidates = new ArrayList<>();
    for (SymInt argument : arguments) {
      if (argument instanceof Call call && call.is(function)) {
        call.arguments().forEach(inner -> candidates.add((SymInt) inner));
      } else {
        candidates.add(argument);
      }
    }
    if (candidates.size() > Limits.TERMS) {
      throw new SymbolException(
          function.sympyName()
              + " of "
              + candidates.size()
              + " arguments is beyond the limit of "
              + Limits.TERMS);
    }
    candidates.sort(AtomOrder::compare);
    List<SymInt> kept = new ArrayList<>();
    for (SymInt candidate : candidates) {
      if (kept.stream().noneMatch(k -> bounds(k, candidate, larger))) {
        kept.removeIf(k -> bounds(candidate, k, larger));
        kept.add(candidate);
      }
    }
    return kept.size() == 1 ? kept.getFirst() : new Call(function, ImmutableList.copyOf(kept));
  }

  /** Whether {@code a} is provably at least (or at most) {@code b}. */
  private static boolean bounds(SymInt a, SymInt b, boolean larger) {
    if (a.equals(b)) {
      return true;
    }
    try {
      return Interval.of(larger ? a.subtract(b) : b.subtract(a)).low() >= 0;
    } catch (SymbolException e) {
      return false; // the difference has no canonical form within the limits
    }
  }
}
