package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.HashMap;
import java.util.Map;

/**
 * What a node reads is an input or a result of a node before it, with the type that it was defined
 * with.
 */
final class ValuesAreDefinedBeforeUse implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    Map<String, Value> defined = new HashMap<>();
    graph.inputs().forEach(input -> defined.put(input.name(), input));
    for (Node node : graph.nodes()) {
      for (Value operand : node.operands()) {
        Value definition = defined.get(operand.name());
        if (definition == null) {
          findings.at(node, "reads " + operand + ", which no input and no node before it defines");
        } else if (!definition.equals(operand)) {
          findings.at(
              node,
              "reads "
                  + operand
                  + " as "
                  + operand.type()
                  + ", but it is defined as "
                  + definition.type());
        }
      }
      node.results().forEach(result -> defined.put(result.name(), result));
    }
  }
}
