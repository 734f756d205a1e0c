package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The nodes that one Python call, or one call of a leaf module, produced.
 *
 * @param kind the function or module class
 * @param name of the call, unique in the program
 * @param nodes in graph order
 * @param outputs those of the nodes that others read, or that are outputs of the graph
 */
record Partition(String kind, String name, ImmutableList<Node> nodes, ImmutableList<Node> outputs) {

  static Partition of(String kind, String name, List<Node> nodes, Graph graph) {
    Set<Node> inside = new HashSet<>(nodes);
    List<Node> outputs =
        nodes.stream()
            .filter(node ->
                node.results().stream()
                    .anyMatch(value ->
                        graph.isOutput(value)
                            || graph.uses(value).stream()
                                .anyMatch(use -> !inside.contains(use.user()))))
            .toList();
    return new Partition(kind, name, ImmutableList.copyOf(nodes), ImmutableList.copyOf(outputs));
  }

  /** The nodes that read a result of this partition. */
  Stream<Node> readers(Graph graph) {
    return nodes.stream()
        .flatMap(node -> node.results().stream())
        .flatMap(value -> graph.uses(value).stream())
        .map(Use::user);
  }
}
