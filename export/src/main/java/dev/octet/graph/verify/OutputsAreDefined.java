package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import java.util.Optional;

/** What the graph returns is an input, the result of a node, or a literal. */
final class OutputsAreDefined implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (int i = 0; i < graph.outputs().size(); i++) {
      if (graph.outputs().get(i) instanceof GraphOutput.Of(Value value)) {
        Optional<Value> definition = graph.find(value.name());
        if (definition.isEmpty()) {
          findings.at("output " + i, value + " is not defined in the graph");
        } else if (!definition.get().equals(value)) {
          findings.at(
              "output " + i,
              value
                  + " is returned as "
                  + value.type()
                  + ", but it is defined as "
                  + definition.get().type());
        }
      }
    }
  }
}
