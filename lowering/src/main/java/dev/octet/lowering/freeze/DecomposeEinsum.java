package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.AtenOps;
import dev.octet.op.MatMul;
import dev.octet.op.Mul;
import dev.octet.op.OpName;
import dev.octet.op.infer.Equation;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes {@code einsum} as what it consists of: changes of shape, sums and products of matrices,
 * from left to right.
 *
 * <pre>{@code
 * before: %y = aten.einsum.default("bihd,bjhd->bhij", [%q, %k])
 * after:  %p = aten.permute.default(%q, [0, 2, 1, 3])
 *         %r = aten.permute.default(%k, [0, 2, 3, 1])
 *         %y = aten.matmul.default(%p, %r)
 * }</pre>
 *
 * Integers stay whole, as no kernel multiplies matrices of them; so do empty tensors, and numbers
 * of 16 bits where the result would be rounded more than once.
 */
final class DecomposeEinsum {
  private static final OpName EINSUM = OpName.aten("einsum", "default");

  private final FrozenGraph frozen;
  private final NameSupply names;

  private DecomposeEinsum(FrozenGraph frozen) {
    this.frozen = frozen;
    this.names = frozen.names();
  }

  static FrozenGraph apply(FrozenGraph frozen) {
    Graph graph = frozen.graph();
    if (graph.nodes().stream().noneMatch(node -> node.op().name().equals(EINSUM))) {
      return frozen;
    }
    DecomposeEinsum pass = new DecomposeEinsum(frozen);
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op().name().equals(EINSUM)) {
        nodes.addAll(pass.decompose(node));
      } else {
        nodes.add(node);
      }
    }
    return frozen.withGraph(new Graph(graph.inputs(), nodes, graph.outputs()));
  }

  private List<Node> decompose(Node node) {
    if (!(node.op().argument("equation") instanceof Argument.Str(String text))
        || !(node.op().argument("tensors") instanceof Argument.ListOf(var elements))) {
      return List.of(node);
    }
    List<Value> factors =
        elements.stream()
            .map(element -> node.operand(((Argument.Operand) element).index()))
            .toList();
    Equation equation =
        Equation.parse(text, factors.stream().map(value -> value.tensorType().rank()).toList());
    if (!applies(node.result(), equation, factors)) {
      return List.of(node);
    }
    List<Node> nodes = Parts.of(node, names, builder -> build(equation, factors, builder));
    return node.result().tensorType().dtype().bytes() < 4
            && nodes.stream().filter(DecomposeEinsum::rounds).count() > 1
        ? List.of(node)
        : nodes;
  }

  private static boolean applies(Value result, Equation equation, List<Value> factors) {
    DType dtype = result.tensorType().dtype();
    return dtype.isFloatingPoint()
        && factors.stream()
            .allMatch(factor ->
                factor.tensorType().dtype() == dtype && factor.tensorType().shape().elements() > 0)
        && IntStream.range(0, factors.size())
            .allMatch(f -> hasSquares(equation, f, factors.get(f).tensorType().shape()));
  }

  /** False if a label names two sizes of one factor, which has no diagonal then. */
  private static boolean hasSquares(Equation equation, int factor, Shape shape) {
    Map<Integer, Long> sizes = new HashMap<>();
    for (int d = 0; d < shape.rank(); d++) {
      Long known = sizes.put(equation.factors().get(factor).get(d), shape.size(d));
      if (known != null && known != shape.size(d)) {
        return false;
      }
    }
    return true;
  }

  /** True unless the result has elements of the operand as they are. */
  private static boolean rounds(Node node) {
    return node.op() instanceof MatMul
        || node.op() instanceof Mul
        || node.op().name().base().equals("sum");
  }

  private void build(Equation equation, List<Value> factors, GraphBuilder builder) {
    List<Integer> order = equation.result().asList();
    LabelledValue product = factor(equation, factors, 0, needed(equation, 0), builder);
    for (int f = 1; f < factors.size(); f++) {
      Set<Integer> needed = needed(equation, f);
      Set<Integer> elsewhere = new HashSet<>(needed);
      elsewhere.addAll(product.labels());
      LabelledValue factor = factor(equation, factors, f, elsewhere, builder);
      product =
          new LabelledProduct(product, factor, needed, order)
              .build(builder)
              .summedExcept(needed, builder);
    }
    Value result = product.inOrder(order, builder);
    if (builder.nodes().isEmpty()) {
      builder.call(AtenOps.RESHAPE, result, order.stream().map(product::size).toList());
    }
  }

  /** The labels of the result and of all factors behind one. */
  private static Set<Integer> needed(Equation equation, int factor) {
    Set<Integer> needed = new HashSet<>(equation.result().asList());
    equation.factors().stream().skip(factor + 1L).forEach(later -> needed.addAll(later.asList()));
    return needed;
  }

  private LabelledValue factor(
      Equation equation, List<Value> factors, int f, Set<Integer> kept, GraphBuilder builder) {
    Value value = factors.get(f);
    return LabelledValue.of(value, equation.factors().get(f), frozen.isConstant(value), builder)
        .summedExcept(kept, builder);
  }
}
