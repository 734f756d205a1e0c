package dev.octet.op;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a misspelt one resembles, by edit distance. */
final class NearestNames {
  private NearestNames() {}

  static List<OpName> of(String wanted, Collection<OpName> known, int count) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((OpName name) -> distance(wanted, name.toString()))
                .thenComparing(OpName::toString))
        .limit(count)
        .toList();
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
