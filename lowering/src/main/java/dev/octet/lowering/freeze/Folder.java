package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.Op;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Computes results of nodes that depend on constants alone, and keeps them for all graphs of a
 * program, so that plans share them. Thread-safe.
 */
final class Folder {
  private final Arena arena;
  private final Map<Computation, List<Tensor>> known = new ConcurrentHashMap<>();

  /** What stands for operands that are taken for their type. */
  private final Map<StandIn, Tensor> standIns = new ConcurrentHashMap<>();

  /** An operator applied to tensors, which are told apart by identity. */
  private record Computation(Op op, Shape shape, List<Tensor> operands) {}

  private record StandIn(DType dtype, Shape shape) {}

  Folder(Arena arena) {
    this.arena = arena;
  }

  /**
   * The results of a node.
   *
   * @param constants what it reads, except for its {@link TypeOperand}
   */
  List<Tensor> fold(Node node, Map<Value, Tensor> constants) {
    int type = TypeOperand.of(node).orElse(-1);
    boolean repeated = RepeatedNumber.isGivenBy(node);
    List<Tensor> operands =
        IntStream.range(0, node.operands().size())
            .mapToObj(i -> {
              Value value = node.operand(i);
              return i == type
                  ? standIn(value.tensorType(), repeated)
                  : Objects.requireNonNull(constants.get(value), value::toString);
            })
            .toList();
    Shape shape = node.results().getFirst().tensorType().shape();
    return known.computeIfAbsent(
        new Computation(node.op(), shape, operands),
        _ ->
            repeated
                ? List.of(
                    RepeatedNumber.repeat(
                        evaluate(RepeatedNumber.ofOneElement(node), operands).getFirst(), shape))
                : evaluate(node, operands));
  }

  /** A tensor of a type, with elements that nobody reads. */
  private Tensor standIn(TensorType type, boolean ofOneElement) {
    Shape shape = ofOneElement || !type.isStatic() ? Shape.SCALAR : type.shape();
    return standIns.computeIfAbsent(
        new StandIn(type.dtype(), shape),
        key -> RepeatedNumber.repeat(Tensor.allocate(arena, key.dtype, Shape.SCALAR), key.shape));
  }

  private List<Tensor> evaluate(Node node, List<Tensor> operands) {
    int type = TypeOperand.of(node).orElse(-1);
    Map<Value, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      if (i == type) {
        inputs.putIfAbsent(node.operand(i), operands.get(i)); // it may be read as well
      } else {
        inputs.put(node.operand(i), operands.get(i));
      }
    }
    List<GraphOutput> outputs =
        node.results().stream().<GraphOutput>map(GraphOutput.Of::new).toList();
    return Evaluator.reference()
        .run(
            new Graph(List.copyOf(inputs.keySet()), List.of(node), outputs),
            List.copyOf(inputs.values()),
            arena)
        .stream()
        .map(Tensor.class::cast)
        .toList();
  }
}
