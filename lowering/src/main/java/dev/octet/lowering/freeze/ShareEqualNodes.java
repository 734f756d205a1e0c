package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Observe;
import dev.octet.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what several nodes compute of the same operands; each reader of a quantized value
 * has a dequantize of its own, for instance. Random numbers are drawn by each node, and each
 * observer counts what it sees.
 */
final class ShareEqualNodes {
  private record Computation(Op op, List<Value> operands) {}

  private ShareEqualNodes() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    Map<Computation, Node> first = new HashMap<>();
    Map<Value, Value> same = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node old : graph.nodes()) {
      Node node =
          old.withOperands(
              old.operands().stream().map(value -> same.getOrDefault(value, value)).toList());
      boolean shareable =
          !(node.op() instanceof Observe)
              && !node.results().isEmpty()
              && !FoldConstants.isRandom(node);
      Node known =
          shareable ? first.putIfAbsent(new Computation(node.op(), node.operands()), node) : null;
      if (known == null) {
        nodes.add(node);
      } else {
        for (int i = 0; i < node.results().size(); i++) {
          same.put(node.results().get(i), known.results().get(i));
        }
      }
    }
    List<GraphOutput> outputs =
        graph.outputs().stream()
            .<GraphOutput>map(output ->
                output instanceof GraphOutput.Of(Value value)
                    ? new GraphOutput.Of(same.getOrDefault(value, value))
                    : output)
            .toList();
    return new FrozenGraph(
        new Graph(graph.inputs(), nodes, outputs), frozen.constants(), frozen.folder());
  }
}
