package dev.octet.export.pt2;

import dev.octet.graph.Value;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An example value for every symbol that stands for a size of an input, as PyTorch's loader wants
 * with each expression. The example inputs themselves are not kept; a value inside the symbol's
 * range does. Symbols of data-dependent numbers have none.
 */
final class Hints {
  /** Of files that have no symbols. */
  static final Hints NONE = new Hints(Map.of());

  private static final long FIRST = 16;
  private static final long STEP = 8;

  private final Map<String, Long> values;

  private Hints(Map<String, Long> values) {
    this.values = values;
  }

  static Hints of(ExportedProgram program) {
    SortedSet<String> symbols = new TreeSet<>();
    for (Value input : program.graph().inputs()) {
      if (input.type() instanceof TensorType type) {
        type.sizes().forEach(size -> symbols.addAll(size.symbols()));
      } else if (input.type() instanceof SymbolType.Int(SymInt value)) {
        symbols.addAll(value.symbols());
      }
    }
    Map<String, Long> values = new HashMap<>();
    long next = FIRST;
    for (String symbol : symbols) {
      if (!symbol.startsWith("u")) {
        Range range = program.ranges().getOrDefault(SymInt.symbol(symbol), Range.ALL);
        values.put(
            symbol,
            Math.min(Math.max(next, range.min().orElse(2)), range.max().orElse(Long.MAX_VALUE)));
        next += STEP;
      }
    }
    return new Hints(values);
  }

  /** The values of the symbols; an expression has a hint if all its symbols do. */
  Map<String, Long> values() {
    return values;
  }

  boolean cover(Set<String> expressionSymbols) {
    return values.keySet().containsAll(expressionSymbols);
  }
}
