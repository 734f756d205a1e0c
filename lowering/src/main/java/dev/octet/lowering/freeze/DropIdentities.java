package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dropout;
import dev.octet.op.ToCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drops nodes that give what they read: dropout in evaluation, copies, changes to the type or the
 * sizes that already are. Values never change, so a copy is as good as what it copies.
 */
final class DropIdentities {
  private static final Set<String> COPIES =
      Set.of("alias", "detach", "clone", "contiguous", "lift_fresh_copy");

  private DropIdentities() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    Map<Value, Value> same = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node old : graph.nodes()) {
      Node node =
          old.withOperands(
              old.operands().stream().map(value -> same.getOrDefault(value, value)).toList());
      if (isIdentity(node)) {
        same.put(node.result(), node.operand(0));
      } else {
        nodes.add(node);
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

  private static boolean isIdentity(Node node) {
    if (node.operands().size() != 1 || node.results().size() != 1) {
      return false;
    }
    return switch (node.op()) {
      case Dropout op -> !op.training() || op.probability() == 0;
      case ToCopy _ -> isSameType(node);
      default ->
          node.op().name().namespace().equals("aten")
              && (COPIES.contains(node.op().name().base())
                  || (node.op().name().base().equals("expand") && isSameType(node)));
    };
  }

  private static boolean isSameType(Node node) {
    return node.operand(0).tensorType().sameAs(node.result().tensorType());
  }
}
