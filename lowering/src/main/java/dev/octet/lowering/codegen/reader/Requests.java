package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.LoopVariable;
import dev.octet.lowering.codegen.loop.Variable;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the reading of an element would have liked of the loops around it: that one were two, or
 * that it were cut in parts. Without it the indices are computed with divisions and bounds.
 */
public final class Requests {
  private final Map<LoopVariable, Long> splits = new LinkedHashMap<>();
  private final Map<LoopVariable, Long> cuts = new LinkedHashMap<>();

  /** Inner extents, by loop. */
  public Map<LoopVariable, Long> splits() {
    return Collections.unmodifiableMap(splits);
  }

  /** Where to cut, by loop. */
  public Map<LoopVariable, Long> cuts() {
    return Collections.unmodifiableMap(cuts);
  }

  /** Asks for the split that makes a division by {@code divisor} exact. */
  void division(Affine value, long divisor) {
    Affine rest = Affine.rest(value, divisor);
    if (rest.min() >= 0 && rest.max() < divisor) {
      return;
    }
    for (Map.Entry<Variable, Long> term : rest.terms().entrySet()) {
      if (term.getKey() instanceof LoopVariable loop && term.getValue() > 0) {
        long inner = divisor / gcd(divisor, term.getValue());
        if (inner > 1 && inner < loop.extent() && loop.extent() % inner == 0) {
          splits.putIfAbsent(loop, inner);
        }
      }
    }
  }

  /** Asks for the cut that decides whether the value is below {@code bound}. */
  void bound(Affine value, long bound) {
    for (Map.Entry<Variable, Long> term : value.terms().entrySet()) {
      if (term.getKey() instanceof LoopVariable loop && term.getValue() > 0) {
        Affine rest = value.without(loop);
        long distance = bound - rest.min();
        long step = term.getValue();
        if (rest.max() - rest.min() < step
            && Math.floorMod(distance, step) == 0
            && distance / step > 0
            && distance / step < loop.extent()) {
          cuts.putIfAbsent(loop, distance / step);
          return;
        }
      }
    }
  }

  /** Takes over what other requests ask of loops that are not among these. */
  void addThoseOfOthers(Requests other, Collection<LoopVariable> loops) {
    other.cuts.forEach((loop, at) -> {
      if (!loops.contains(loop)) {
        cuts.putIfAbsent(loop, at);
      }
    });
    other.splits.forEach((loop, inner) -> {
      if (!loops.contains(loop)) {
        splits.putIfAbsent(loop, inner);
      }
    });
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
