package dev.octet.cli;

import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many nodes were decided how. */
final class DecisionCounts {
  private DecisionCounts() {}

  /** {@code 52 nodes quantized, 3 folded, 1 excluded, 12 in floating point}. */
  static String describe(Annotations annotations) {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (Decision decision : annotations.decisions().values()) {
      counts.merge(decision.reason().outcome(), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    parts.add(counts.getOrDefault(Outcome.QUANTIZED, 0) + " nodes quantized");
    add(parts, counts.getOrDefault(Outcome.FOLDED, 0), " folded");
    add(parts, counts.getOrDefault(Outcome.EXCLUDED, 0), " excluded");
    add(parts, counts.getOrDefault(Outcome.FLOAT, 0), " in floating point");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + what);
    }
  }
}
