package dev.octet.nn.trace;

import com.google.common.collect.ImmutableSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives out names as PyTorch's FX does: the base itself, then {@code base_1}, {@code base_2}, …; a
 * base that means something to Python never stands alone ({@code slice_1}, {@code sum_1}).
 */
final class NodeNames {
  private static final Pattern NUMBERED = Pattern.compile("(.*)_(\\d{1,9})");

  /** Keywords and built-in functions of Python that operators share a name with. */
  private static final ImmutableSet<String> PYTHON =
      ImmutableSet.copyOf(
          ("and as assert async await break class continue def del elif else except finally for"
                  + " from global if import in is lambda nonlocal not or pass raise return try while"
                  + " with yield abs all any bin bool bytes callable chr compile complex copyright"
                  + " credits delattr dict dir divmod enumerate eval exec exit filter float format"
                  + " frozenset getattr globals hasattr hash help hex id input int isinstance"
                  + " issubclass iter len license list locals map max memoryview min next object oct"
                  + " open ord pow print property quit range repr reversed round set setattr slice"
                  + " sorted staticmethod str sum super tuple type vars zip")
              .split(" "));

  private final Set<String> used = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Takes a name as it is; false if it is taken. */
  boolean claim(String name) {
    return used.add(name);
  }

  String fresh(String wanted) {
    Matcher numbered = NUMBERED.matcher(wanted);
    String base = numbered.matches() ? numbered.group(1) : wanted;
    int number =
        numbered.matches() ? Integer.parseInt(numbered.group(2)) : counts.getOrDefault(base, 0);
    String name = wanted;
    while (PYTHON.contains(name) || used.contains(name)) {
      number++;
      name = base + "_" + number;
    }
    used.add(name);
    counts.put(base, number);
    return name;
  }
}
