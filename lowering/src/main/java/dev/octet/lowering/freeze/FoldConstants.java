package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Observe;
import dev.octet.op.TensorType;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Computes, once, what depends on constants alone. Integer weights stay integers: a dequantize is
 * left where it is. Random numbers are drawn anew in every run.
 *
 * <p>A {@link TypeOperand} need not be constant. What is made like it may be as large as the
 * largest activation, and so may be all that is computed of it; that would stay in memory as long
 * as the program. From {@link #LARGE} on it is left to the run: generated loops have it as a
 * number.
 *
 * <pre>{@code
 * mask = new_zeros(x, [56, 56])
 * mask = slice_scatter(mask, c1) → mask is a constant, whatever x is
 * }</pre>
 */
final class FoldConstants {
  private static final Set<String> RANDOM =
      Set.of("rand", "randn", "randint", "rand_like", "randn_like", "bernoulli", "dropout");

  /** Bytes that a result may have if it is larger than all constants that it is made of. */
  static final long LARGE = 16 << 20;

  private FoldConstants() {}

  static FrozenGraph apply(FrozenGraph frozen) {
    Map<Value, Tensor> constants = new LinkedHashMap<>(frozen.constants());
    List<Node> rest = new ArrayList<>();
    for (Node node : frozen.graph().nodes()) {
      if (isFoldable(node, constants)) {
        List<Tensor> results = frozen.folder().fold(node, constants);
        for (int i = 0; i < results.size(); i++) {
          constants.put(node.results().get(i), results.get(i));
        }
      } else if (node.op() instanceof Observe && constants.containsKey(node.operand(0))) {
        // Its reader has a constant, and the observer still sees it.
        constants.put(node.result(), constants.get(node.operand(0)));
        rest.add(node);
      } else {
        rest.add(node);
      }
    }
    Graph graph = frozen.graph();
    return new FrozenGraph(
        new Graph(graph.inputs(), rest, graph.outputs()), constants, frozen.folder());
  }

  private static boolean isFoldable(Node node, Map<Value, Tensor> constants) {
    boolean stays =
        node.op() instanceof Dequantize
            || node.op() instanceof DequantizePerChannel
            || node.op() instanceof Observe
            || node.results().isEmpty()
            || isRandom(node);
    return !stays
        && node.results().stream()
            .allMatch(result -> result.type() instanceof TensorType type && type.isStatic())
        && (constants.keySet().containsAll(node.operands()) || isMadeLike(node, constants));
  }

  /** True if it is small and an operand that is no constant is taken for its type. */
  private static boolean isMadeLike(Node node, Map<Value, Tensor> constants) {
    OptionalInt type = TypeOperand.of(node);
    if (type.isEmpty()) {
      return false;
    }
    long given = 0;
    for (int i = 0; i < node.operands().size(); i++) {
      Tensor constant = constants.get(node.operand(i));
      if (constant == null && i != type.getAsInt()) {
        return false;
      }
      given = Math.max(given, constant == null ? 0 : constant.elements());
    }
    TensorType result = node.result().tensorType();
    long elements = result.shape().elements();
    return elements <= given || elements * result.dtype().bytes() < LARGE;
  }

  /** True if two runs may give different results. */
  static boolean isRandom(Node node) {
    return RANDOM.contains(node.op().name().base());
  }
}
