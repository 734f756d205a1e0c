package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A symbol in a type occurs in the type of an input, or is one that a node makes: an unbacked
 * symbol ({@code u0}), whose value is known once the node has run. A subgraph may also use the
 * symbols of the graphs around it, and is not asked.
 */
final class SymbolsAreKnown implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    if (findings.inSubgraph()) {
      return;
    }
    Set<String> known = new HashSet<>();
    graph.inputs().forEach(input -> known.addAll(symbols(input.type())));
    for (Node node : graph.nodes()) {
      for (Value result : node.results()) {
        for (String symbol : symbols(result.type())) {
          if (isUnbacked(symbol)) {
            known.add(symbol);
          } else if (!known.contains(symbol)) {
            findings.at(
                node,
                String.format(
                    Locale.ROOT,
                    "result %s is %s, but no input has the symbol %s",
                    result,
                    result.type(),
                    symbol));
          }
        }
      }
    }
  }

  private static boolean isUnbacked(String symbol) {
    return symbol.startsWith("u") || symbol.startsWith("zuf");
  }

  private static List<String> symbols(ValueType type) {
    List<String> symbols = new ArrayList<>();
    switch (type) {
      case TensorType tensor -> {
        for (SymInt size : tensor.sizes()) {
          if (!size.isConstant()) {
            symbols.addAll(size.symbols());
          }
        }
      }
      case SymbolType.Int(var value) -> symbols.addAll(value.symbols());
      case SymbolType.Float(var value) -> symbols.addAll(value.symbols());
      case SymbolType.Bool(var value) -> symbols.addAll(value.symbols());
      case ValueType.None _, ValueType.Opaque _ -> {}
    }
    return symbols;
  }
}
