package dev.octet.graph.evaluate;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.UnknownOperatorException;
import java.lang.foreign.Arena;
import java.util.List;

/** Runs a graph. Implementations are thread-safe and keep no state between runs. */
public interface Evaluator {
  /** The slow, scalar, obvious one that the others are held to. */
  static Evaluator reference() {
    return new ReferenceEvaluator();
  }

  /**
   * Holds a node to what evaluators compute, before anything is run.
   *
   * @throws UnknownOperatorException naming the node, if its operator has no kernel
   */
  static void requireKernel(Node node) {
    ReferenceEvaluator.kernel(node);
  }

  /**
   * Runs the graph.
   *
   * @param inputs one for each graph input: a {@link dev.octet.tensor.Tensor}, or a {@code Long},
   *     {@code Double} or {@code Boolean} for a symbolic number
   * @param arena owns the results
   * @param listener is shown what is computed on the way
   * @return one for each graph output: a tensor in {@code arena}, or a number; {@link
   *     java.util.Optional#empty} for None, a {@code String} as it is
   * @throws EvaluationException naming the input or the node that failed
   * @throws dev.octet.tensor.InternalException naming the node whose kernel broke
   */
  List<Object> run(Graph graph, List<?> inputs, Arena arena, ValueListener listener);

  default List<Object> run(Graph graph, List<?> inputs, Arena arena) {
    return run(graph, inputs, arena, ValueListener.NONE);
  }
}
