package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import java.util.List;
import java.util.function.Consumer;

/** Nodes that take the place of one. */
final class Parts {
  private Parts() {}

  /**
   * What the builder is given, at the place of the node. The last one gives its result, under the
   * name that readers and outputs know.
   */
  static ImmutableList<Node> of(Node whole, NameSupply names, Consumer<GraphBuilder> build) {
    List<Node> parts = Graph.fragment(names, builder -> build.accept(builder.at(whole.origin())));
    Node last = parts.getLast();
    return ImmutableList.<Node>builder()
        .addAll(parts.subList(0, parts.size() - 1))
        .add(new Node(whole.name(), last.op(), last.operands(), whole.results(), whole.origin()))
        .build();
  }
}
