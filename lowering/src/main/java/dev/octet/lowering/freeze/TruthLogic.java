package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import dev.octet.tensor.DType;
import java.util.Map;

/**
 * Gives the operators on bits, where their operands are truth values, one spelling: the logical.
 */
final class TruthLogic {
  private static final Map<String, String> LOGICAL =
      Map.of(
          "__and__", "logical_and",
          "bitwise_and", "logical_and",
          "__or__", "logical_or",
          "bitwise_or", "logical_or",
          "__xor__", "logical_xor",
          "bitwise_xor", "logical_xor",
          "bitwise_not", "logical_not");

  private TruthLogic() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(TruthLogic::applies)) {
      return frozen;
    }
    return new FrozenGraph(
        new Graph(
            graph.inputs(),
            graph.nodes().stream().map(node -> applies(node) ? spelled(node) : node).toList(),
            graph.outputs()),
        frozen.constants(),
        frozen.folder());
  }

  private static boolean applies(Node node) {
    OpName name = node.op().name();
    return name.namespace().equals("aten")
        && LOGICAL.containsKey(name.base())
        && (name.overload().equals("Tensor") || name.overload().equals("default"))
        && node.operands().stream().allMatch(value -> value.tensorType().dtype() == DType.BOOL);
  }

  /** The operators of both spellings take the same operands. */
  private static Node spelled(Node node) {
    String base = LOGICAL.get(node.op().name().base());
    Op op =
        Ops.of(
            OpCatalog.standard().get(OpName.aten(String.valueOf(base), "default")),
            node.op().arguments());
    return new Node(node.name(), op, node.operands(), node.results(), node.origin());
  }
}
