package dev.octet.op;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds the names that a misspelt one resembles, by edit distance. */
public final class NearestNames {
  private NearestNames() {}

  /** The known names that resemble the wanted one most, best first. */
  public static List<String> nearest(String wanted, Collection<String> known, int count) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((String name) -> distance(wanted, name))
                .thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .toList();
  }

  static List<OpName> of(String wanted, Collection<OpName> known, int count) {
    return known.stream()
        .sorted(
            Comparator.comparingInt((OpName name) -> distance(wanted, name.toString()))
                .thenComparing(OpName::toString))
        .limit(count)
        .toList();
  }

  /** The least number of letters to add, drop, exchange, or swap with the next one. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
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
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], before[j - 2] + 1);
        }
      }
      before = previous;
      previous = current;
    }
    return previous[b.length()];
  }
}
