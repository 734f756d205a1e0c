package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.HashSet;
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
    graph.inputs().forEach(input -> known.addAll(input.type().symbols()));
    for (Node node : graph.nodes()) {
      for (Value result : node.results()) {
        for (String symbol : result.type().symbols()) {
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
}
