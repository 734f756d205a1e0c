package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import java.util.BitSet;
import java.util.Collection;
import java.util.Locale;

/** Arguments refer to operands that the node has, and to each of them. */
final class OperandsMatchArguments implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      BitSet seen = new BitSet();
      collect(node, node.op().arguments(), seen, findings);
      int missing = seen.nextClearBit(0);
      if (missing < node.operands().size()) {
        findings.at(
            node, "no argument refers to operand " + missing + ", " + node.operand(missing));
      }
    }
  }

  private static void collect(
      Node node, Collection<Argument> arguments, BitSet seen, Findings findings) {
    for (Argument argument : arguments) {
      switch (argument) {
        case Argument.Operand(int index) -> {
          if (index < 0 || index >= node.operands().size()) {
            findings.at(
                node,
                String.format(
                    Locale.ROOT,
                    "an argument refers to operand %d; there are %d",
                    index,
                    node.operands().size()));
          } else {
            seen.set(index);
          }
        }
        case Argument.ListOf(var elements) -> collect(node, elements, seen, findings);
        case Argument.MapOf(var entries) -> collect(node, entries.values(), seen, findings);
        default -> {}
      }
    }
  }
}
