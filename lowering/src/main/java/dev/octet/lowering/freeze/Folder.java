package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.Op;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Computes results of nodes that depend on constants alone, and keeps them for all graphs of a
 * program, so that plans share them. Thread-safe.
 */
final class Folder {
  private final Arena arena;
  private final Map<Computation, List<Tensor>> known = new ConcurrentHashMap<>();

  /** An operator applied to tensors, which are told apart by identity. */
  private record Computation(Op op, List<Tensor> operands) {}

  Folder(Arena arena) {
    this.arena = arena;
  }

  /** The results of a node. */
  List<Tensor> fold(Node node, Map<Value, Tensor> constants) {
    List<Tensor> operands =
        node.operands().stream()
            .map(value -> Objects.requireNonNull(constants.get(value), value::toString))
            .toList();
    return known.computeIfAbsent(
        new Computation(node.op(), operands), _ -> evaluate(node, constants));
  }

  private List<Tensor> evaluate(Node node, Map<Value, Tensor> constants) {
    List<Value> inputs = node.operands().stream().distinct().toList();
    List<GraphOutput> outputs =
        node.results().stream().<GraphOutput>map(GraphOutput.Of::new).toList();
    return Evaluator.reference()
        .run(
            new Graph(inputs, List.of(node), outputs),
            inputs.stream().map(constants::get).toList(),
            arena)
        .stream()
        .map(Tensor.class::cast)
        .toList();
  }
}
