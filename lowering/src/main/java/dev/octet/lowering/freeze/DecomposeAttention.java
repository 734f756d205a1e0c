package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Writes attention as what it consists of: {@code softmax(q · kᵀ · scale + mask) · v}. Masks are
 * added, or, if boolean, keep what is true; what is causal has a constant mask. Grouped attention
 * stays whole.
 */
final class DecomposeAttention {
  private static final OpName ATTENTION = OpName.aten("scaled_dot_product_attention", "default");
  private static final OpName WHERE = OpName.aten("where", "ScalarOther");

  /** Its rows that a mask leaves nothing of are 0. */
  private static final OpName SAFE_SOFTMAX = OpName.aten("_safe_softmax", "default");

  private DecomposeAttention() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(node -> node.op().name().equals(ATTENTION))) {
      return frozen;
    }
    NameSupply names = frozen.names();
    List<Node> nodes = new ArrayList<>();
    Map<Value, Tensor> masks = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (applies(node)) {
        nodes.addAll(decompose(node, mask(node, names, masks), names));
      } else {
        nodes.add(node);
      }
    }
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs())).with(masks);
  }

  private static boolean applies(Node node) {
    return node.op().name().equals(ATTENTION)
        && node.op().argument("enable_gqa").equals(Argument.of(false))
        && (node.op().argument("dropout_p").equals(Argument.of(0.0))
            || node.op().argument("dropout_p").equals(Argument.of(0L)));
  }

  /** What is added to the scores, or chooses among them. */
  private static Optional<Value> mask(Node node, NameSupply names, Map<Value, Tensor> masks) {
    OptionalInt given = node.op().operandIndex("attn_mask");
    if (given.isPresent()) {
      return Optional.of(node.operand(given.getAsInt()));
    }
    if (node.op().argument("is_causal").equals(Argument.of(false))) {
      return Optional.empty();
    }
    long rows = node.operand(0).tensorType().shape().size(-2);
    long columns = node.operand(1).tensorType().shape().size(-2);
    DType dtype = node.operand(0).tensorType().dtype();
    Tensor mask = Tensor.allocate(dtype, Shape.of(rows, columns));
    for (long row = 0; row < rows; row++) {
      for (long column = row + 1; column < columns; column++) {
        mask.setDouble(row * columns + column, Double.NEGATIVE_INFINITY);
      }
    }
    Value value = new Value(names.fresh(node.name() + ".mask"), TensorType.of(dtype, mask.shape()));
    masks.put(value, mask);
    return Optional.of(value);
  }

  private static List<Node> decompose(Node node, Optional<Value> mask, NameSupply names) {
    Value query = node.operand(0);
    Value key = node.operand(1);
    Value value = node.operand(2);
    int rank = query.tensorType().rank();
    double scale =
        node.op().argument("scale") instanceof Argument.Float(double given)
            ? given
            : 1 / Math.sqrt((double) query.tensorType().shape().size(-1));
    return Parts.of(
        node,
        names,
        builder -> {
          Value turned = builder.call(AtenOps.TRANSPOSE, key, (long) rank - 2, (long) rank - 1);
          Value products = builder.call(AtenOps.MATMUL, query, turned);
          Value scores = builder.call(AtenOps.MUL_SCALAR, products, scale);
          OpName softmax = AtenOps.SOFTMAX;
          if (mask.isPresent()) {
            scores = masked(builder, scores, mask.get());
            softmax = SAFE_SOFTMAX;
          }
          Value weights = builder.call(softmax, scores, -1L);
          builder.call(AtenOps.MATMUL, weights, value);
        });
  }

  private static Value masked(GraphBuilder builder, Value scores, Value mask) {
    return mask.tensorType().dtype() == DType.BOOL
        ? builder.call(WHERE, mask, scores, Double.NEGATIVE_INFINITY)
        : builder.call(AtenOps.ADD_TENSOR, scores, mask);
  }
}
