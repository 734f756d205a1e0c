package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes copies of one tensor over another as what they copy, and tensors that are stretched
 * together as stretched one by one.
 *
 * <pre>{@code
 * before: %y = aten.copy.default(%x, %s)           x of 2 × 3 float32, s of 3 float64
 * after:  %t = aten.to.dtype(%s, float32)
 *         %y = aten.expand.default(%t, [2, 3])
 * }</pre>
 */
final class DecomposeCopies {
  private static final OpName COPY = OpName.aten("copy", "default");
  private static final OpName TOGETHER = OpName.aten("broadcast_tensors", "default");
  private static final Set<OpName> WHOLE = Set.of(COPY, TOGETHER);

  private DecomposeCopies() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(node -> WHOLE.contains(node.op().name()))) {
      return frozen;
    }
    NameSupply names = frozen.names();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op().name().equals(COPY)) {
        nodes.addAll(Parts.of(node, names, at -> copy(node, at)));
      } else if (node.op().name().equals(TOGETHER)) {
        for (int i = 0; i < node.results().size(); i++) {
          nodes.addAll(stretched(node, i, names));
        }
      } else {
        nodes.add(node);
      }
    }
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private static void copy(Node node, GraphBuilder at) {
    TensorType result = node.result().tensorType();
    Value source = node.operand(1);
    if (source.tensorType().dtype() != result.dtype()) {
      source = at.call(AtenOps.TO_DTYPE, source, result.dtype());
    }
    expand(source, result, at);
  }

  private static List<Node> stretched(Node node, int index, NameSupply names) {
    Value result = node.results().get(index);
    Consumer<GraphBuilder> build = at -> expand(node.operand(index), result.tensorType(), at);
    Node last = Parts.of(node, names, build).getLast();
    return List.of(
        new Node(result.name(), last.op(), last.operands(), List.of(result), node.origin()));
  }

  private static void expand(Value source, TensorType to, GraphBuilder at) {
    at.call(OpName.aten("expand", "default"), source, to.shape().toList());
  }
}
