package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.HashSet;
import java.util.Set;

/** Every value has a name of its own, and so has every node. */
final class NamesAreUnique implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    Set<String> values = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    for (Value input : graph.inputs()) {
      if (!values.add(input.name())) {
        findings.at("input " + input, "another input has this name");
      }
    }
    for (Node node : graph.nodes()) {
      for (Value result : node.results()) {
        if (!values.add(result.name())) {
          findings.at(node, "defines " + result + ", which is defined already");
        }
      }
      if (!nodes.add(node.name())) {
        findings.at(node, "another node has this name");
      }
    }
  }
}
