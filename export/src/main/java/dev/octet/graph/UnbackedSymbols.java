package dev.octet.graph;

import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells apart the sizes that only the data decide. A type rule keeps no state and calls each of
 * them {@code u0}; within one graph every node gets symbols of its own.
 */
final class UnbackedSymbols {
  private int next;

  /** The inferred types with a fresh name for every unbacked symbol that no operand has. */
  List<ValueType> renamed(List<ValueType> inferred, List<ValueType> operands) {
    Set<String> known = new HashSet<>();
    operands.forEach(type -> collect(type, known));
    Set<String> found = new HashSet<>();
    inferred.forEach(type -> collect(type, found));
    Map<String, SymInt> fresh = new HashMap<>();
    for (String name : found) {
      if (name.startsWith("u") && !known.contains(name)) {
        fresh.put(name, SymInt.symbol("u" + next++));
      }
    }
    return fresh.isEmpty() ? inferred : inferred.stream().map(type -> rename(type, fresh)).toList();
  }

  private static void collect(ValueType type, Set<String> names) {
    switch (type) {
      case TensorType tensor -> tensor.sizes().forEach(size -> names.addAll(size.symbols()));
      case SymbolType.Int(SymInt value) -> names.addAll(value.symbols());
      case SymbolType.Float _, SymbolType.Bool _, ValueType.None _, ValueType.Opaque _ -> {}
    }
  }

  private static ValueType rename(ValueType type, Map<String, SymInt> names) {
    return switch (type) {
      case TensorType tensor ->
          tensor.withSizes(tensor.sizes().stream().map(size -> size.substitute(names)).toList());
      case SymbolType.Int(SymInt value) -> new SymbolType.Int(value.substitute(names));
      case SymbolType.Float _, SymbolType.Bool _, ValueType.None _, ValueType.Opaque _ -> type;
    };
  }
}
