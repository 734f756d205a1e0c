package dev.octet.lowering.freeze;

import com.google.common.collect.Lists;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Observe;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops nodes whose results nobody reads, and constants with them. Observers stay: what they see is
 * their purpose.
 */
final class DropDeadNodes {
  private DropDeadNodes() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    Set<Value> live = new HashSet<>();
    for (GraphOutput output : graph.outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        live.add(value);
      }
    }
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      if (node.op() instanceof Observe || node.results().stream().anyMatch(live::contains)) {
        kept.add(node);
        live.addAll(node.operands());
      }
    }
    Map<Value, Tensor> constants = new LinkedHashMap<>();
    frozen
        .constants()
        .forEach((value, tensor) -> {
          if (live.contains(value)) {
            constants.put(value, tensor);
          }
        });
    return new FrozenGraph(
        new Graph(graph.inputs(), Lists.reverse(kept), graph.outputs()),
        constants,
        frozen.folder());
  }
}
