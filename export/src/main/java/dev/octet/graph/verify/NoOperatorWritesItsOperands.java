package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;

/** Operators are functional: none writes into a tensor that it is given. */
final class NoOperatorWritesItsOperands implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      if (node.op().schema().isInPlace()) {
        findings.at(node, "writes into an operand, expected the functional form of the operator");
      }
    }
  }
}
