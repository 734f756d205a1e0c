package dev.octet.export.capture;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.op.Ops;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Applies a change to the graphs that higher-order operators run. */
final class Subgraphs {
  private Subgraphs() {}

  static boolean hasAny(Graph graph) {
    return graph.nodes().stream().anyMatch(Subgraphs::hasAny);
  }

  private static boolean hasAny(Node node) {
    return node.op().arguments().stream().anyMatch(Subgraphs::isGraph);
  }

  private static boolean isGraph(Argument argument) {
    return switch (argument) {
      case Argument.Subgraph _ -> true;
      case Argument.ListOf(var elements) -> elements.stream().anyMatch(Subgraphs::isGraph);
      case Argument.MapOf(var entries) -> entries.values().stream().anyMatch(Subgraphs::isGraph);
      default -> false;
    };
  }

  /**
   * The graph with every subgraph of its nodes changed; the change itself goes deeper if it wants
   * to.
   */
  static Graph map(Graph graph, UnaryOperator<Graph> change) {
    if (!hasAny(graph)) {
      return graph;
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          hasAny(node)
              ? new Node(
                  node.name(),
                  map(node.op(), change),
                  node.operands(),
                  node.results(),
                  node.origin())
              : node);
    }
    return new Graph(graph.inputs(), nodes, graph.outputs());
  }

  private static Op map(Op op, UnaryOperator<Graph> change) {
    return Ops.of(
        op.schema(), op.arguments().stream().map(argument -> map(argument, change)).toList());
  }

  private static Argument map(Argument argument, UnaryOperator<Graph> change) {
    return switch (argument) {
      case Argument.Subgraph(String name, var body) when body instanceof Graph graph ->
          new Argument.Subgraph(name, change.apply(graph));
      case Argument.ListOf(var elements) ->
          new Argument.ListOf(elements.stream().map(e -> map(e, change)).toList());
      case Argument.MapOf(var entries) -> {
        Map<String, Argument> changed = new LinkedHashMap<>();
        entries.forEach((key, value) -> changed.put(key, map(value, change)));
        yield new Argument.MapOf(changed);
      }
      default -> argument;
    };
  }
}
