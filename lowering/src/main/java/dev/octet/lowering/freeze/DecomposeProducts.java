package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AddMm;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.Linear;
import dev.octet.op.Op;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.op.ViewLike;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes products that have no kernel of their own as products of matrices, and what is done with
 * these: linear layers whose weight is computed, sums with a product that is scaled, products with
 * vectors.
 *
 * <pre>{@code
 * before: %y = aten.linear.default(%x, %w, %b)              %w is computed
 * after:  %t = aten.permute.default(%w, [1, 0])
 *         %p = aten.matmul.default(%x, %t)
 *         %y = aten.add.Tensor(%p, %b)
 * }</pre>
 *
 * Numbers of 16 bits stay whole, where they would be rounded more than once; so do integers.
 */
final class DecomposeProducts {
  private final FrozenGraph frozen;

  private DecomposeProducts(FrozenGraph frozen) {
    this.frozen = frozen;
  }

  static FrozenGraph apply(FrozenGraph frozen) {
    DecomposeProducts pass = new DecomposeProducts(frozen);
    Graph graph = frozen.graph();
    if (graph.nodes().stream().allMatch(node -> pass.parts(node).isEmpty())) {
      return frozen;
    }
    NameSupply names = frozen.names();
    List<Node> nodes =
        graph.nodes().stream()
            .flatMap(node ->
                pass.parts(node)
                    .map(build -> Parts.of(node, names, build).stream())
                    .orElse(Stream.of(node)))
            .toList();
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  /** What builds the result of a node of others; empty if it stays whole. */
  private Optional<Consumer<GraphBuilder>> parts(Node node) {
    return node.results().size() == 1
            && node.result().type() instanceof TensorType type
            && type.dtype() == DType.FLOAT32
        ? product(node)
        : Optional.empty();
  }

  private Optional<Consumer<GraphBuilder>> product(Node node) {
    return switch (node.op()) {
      case Linear op when !isConstant(node.operand(op.weightOperand())) ->
          Optional.of(at -> linear(node, op, at));
      case AddMm op when op.alpha() != 1 || op.beta() != 1 || !isConstant(node.operand(2)) ->
          Optional.of(at -> sum(node, op.alpha(), op.beta(), at));
      case Op op ->
          switch (op.name().toString()) {
            case "aten.baddbmm.default", "aten.addmv.default" ->
                number(op, "alpha")
                    .flatMap(
                        alpha -> number(op, "beta").map(beta -> at -> sum(node, alpha, beta, at)));
            case "aten.mv.default", "aten.dot.default" -> Optional.of(at -> matmul(node, at));
            case "aten.outer.default" -> Optional.of(at -> outer(node, at));
            default -> Optional.empty();
          };
    };
  }

  /** A factor; empty if each run computes it. */
  private static Optional<Double> number(Op op, String parameter) {
    return switch (op.argument(parameter)) {
      case Argument.Int(long value) -> Optional.of((double) value);
      case Argument.Float(double value) -> Optional.of(value);
      default -> Optional.empty();
    };
  }

  private static void linear(Node node, Linear op, GraphBuilder at) {
    Value weight = node.operand(op.weightOperand());
    // A weight of one dimension is one row.
    Value turned =
        weight.tensorType().rank() == 1
            ? weight
            : at.call(AtenOps.PERMUTE, weight, List.of(1L, 0L));
    Value product = at.call(AtenOps.MATMUL, node.operand(op.inputOperand()), turned);
    op.operandIndex("bias")
        .ifPresent(bias -> at.call(AtenOps.ADD_TENSOR, product, node.operand(bias)));
  }

  /** {@code beta · self + alpha · (a @ b)}; where beta is 0, self may hold anything. */
  private static void sum(Node node, double alpha, double beta, GraphBuilder at) {
    Value product = at.call(AtenOps.MATMUL, node.operand(1), node.operand(2));
    if (alpha != 1) {
      product = at.call(AtenOps.MUL_TENSOR, product, alpha);
    }
    if (beta != 0) {
      Value added = node.operand(0);
      added = beta == 1 ? added : at.call(AtenOps.MUL_TENSOR, added, beta);
      at.call(AtenOps.ADD_TENSOR, product, added);
    }
  }

  private static void matmul(Node node, GraphBuilder at) {
    at.call(AtenOps.MATMUL, node.operand(0), node.operand(1));
  }

  private static void outer(Node node, GraphBuilder at) {
    Value column = at.call(OpName.aten("unsqueeze", "default"), node.operand(0), 1L);
    at.call(AtenOps.MUL_TENSOR, column, node.operand(1));
  }

  private boolean isConstant(Value value) {
    return frozen.isConstant(value)
        || frozen
            .graph()
            .producer(value)
            .filter(node -> node.op() instanceof ViewLike && isConstant(node.operand(0)))
            .isPresent();
  }
}
