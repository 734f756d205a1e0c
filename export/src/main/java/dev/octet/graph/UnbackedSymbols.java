package dev.octet.graph;

import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells apart the sizes and numbers that only the data decide. A type rule keeps no state and only
 * avoids the symbols of its operands; within one graph every node gets symbols of its own.
 */
final class UnbackedSymbols {
  private final Set<String> taken = new HashSet<>();
  private int next;

  /** Makes no symbol that this type mentions. */
  void take(ValueType type) {
    taken.addAll(type.symbols());
  }

  /** The inferred types with a fresh name for every symbol that no operand has. */
  List<ValueType> renamed(List<ValueType> inferred, List<ValueType> operands) {
    Set<String> known = new HashSet<>();
    operands.forEach(type -> known.addAll(type.symbols()));
    Map<String, SymInt> fresh = new HashMap<>();
    for (ValueType type : inferred) {
      for (String symbol : type.symbols()) {
        if (!known.contains(symbol)) {
          fresh.computeIfAbsent(symbol, _ -> SymInt.symbol(fresh()));
        }
      }
    }
    return fresh.isEmpty()
        ? inferred
        : inferred.stream().map(type -> type.substitute(fresh)).toList();
  }

  private String fresh() {
    String name;
    do {
      name = "u" + next++;
    } while (!taken.add(name));
    return name;
  }
}
