package dev.octet.graph;

import dev.octet.op.ValueType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names taken in a graph under construction, and new ones made as PyTorch does: {@code relu},
 * {@code relu_1}, …; for the symbols of sizes that only the data decide {@code u0}, {@code u1}, ….
 * Not thread-safe.
 */
public final class NameSupply {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private final UnbackedSymbols symbols = new UnbackedSymbols();

  /** A supply for an empty graph. */
  public NameSupply() {}

  /**
   * A name that is not taken: the base itself, else with a number behind it. It is taken from now
   * on.
   */
  public String fresh(String base) {
    if (taken.add(base)) {
      return base;
    }
    int number = counters.getOrDefault(base, 0);
    String name;
    do {
      number++;
      name = base + "_" + number;
    } while (!taken.add(name));
    counters.put(base, number);
    return name;
  }

  /**
   * Takes the name of a value, and the symbols of its type; false if the name was taken already.
   */
  public boolean take(Value value) {
    take(value.type());
    return take(value.name());
  }

  /** Takes a name; false if it was taken already. */
  public boolean take(String name) {
    return taken.add(name);
  }

  public void takeAll(Collection<String> names) {
    taken.addAll(names);
  }

  /** Takes the symbols of a type. */
  void take(ValueType type) {
    symbols.take(type);
  }

  /**
   * The inferred types of a node's results, where symbols that no operand has (sizes and numbers
   * that only the data decide) get names that are not taken.
   */
  public List<ValueType> distinct(List<ValueType> inferred, List<ValueType> operands) {
    return symbols.renamed(inferred, operands);
  }

  /** Gives a name back. */
  public void release(String name) {
    taken.remove(name);
  }
}
