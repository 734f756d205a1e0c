package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.op.ChooseQParams;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.program.ExportedProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says where the new nodes belong: a dequantize to the node that reads it, the quantize of a weight
 * and the choice of parameters at run time too; the quantize of a computed tensor to the node that
 * computes it. Messages, rules of a backend and explanations read this.
 */
final class PortOrigins {
  private PortOrigins() {}

  static ExportedProgram apply(ExportedProgram program) {
    Graph graph = program.graph();
    Map<String, Origin> origins = new HashMap<>();
    for (Node node : graph.nodes().reversed()) {
      if (takesOriginOfReader(node, graph)) {
        reader(graph, node)
            .map(user -> origins.getOrDefault(user.name(), user.origin()))
            .ifPresent(origin -> origins.put(node.name(), origin));
      }
    }
    List<Node> nodes =
        graph.nodes().stream()
            .map(node -> node.withOrigin(origins.getOrDefault(node.name(), node.origin())))
            .toList();
    return program.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private static boolean takesOriginOfReader(Node node, Graph graph) {
    return switch (node.op()) {
      case Dequantize _, DequantizePerChannel _, ChooseQParams _ -> true;
      case Quantize op -> op.isDynamic() || isInput(node, graph);
      case QuantizePerChannel _ -> isInput(node, graph);
      default -> false;
    };
  }

  private static boolean isInput(Node node, Graph graph) {
    return graph.producer(node.operand(0)).isEmpty();
  }

  private static Optional<Node> reader(Graph graph, Node node) {
    return node.results().stream()
        .flatMap(value -> graph.uses(value).stream())
        .map(use -> use.user())
        .findFirst();
  }
}
