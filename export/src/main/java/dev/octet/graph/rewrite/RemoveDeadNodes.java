package dev.octet.graph.rewrite;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.verify.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes nodes whose results nobody reads, except those with an effect, such as assertions. Inputs
 * stay.
 */
public record RemoveDeadNodes(Dialect input) implements Pass {
  @Override
  public String name() {
    return "RemoveDeadNodes";
  }

  @Override
  public Dialect output() {
    return input;
  }

  @Override
  public Graph run(Graph graph, PassTrace trace) {
    Set<Value> read = new HashSet<>();
    for (GraphOutput output : graph.outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        read.add(value);
      }
    }
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (Effects.has(node) || node.results().stream().anyMatch(read::contains)) {
        kept.add(node);
        read.addAll(node.operands());
      }
    }
    return kept.size() == graph.nodes().size()
        ? graph
        : new Graph(graph.inputs(), kept.reversed(), graph.outputs());
  }
}
