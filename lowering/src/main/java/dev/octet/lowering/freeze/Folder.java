package dev.octet.lowering.freeze;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.kernel.SharedValues;
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
import java.util.stream.IntStream;

/**
 * Computes results of nodes that depend on constants alone. Graphs of a program share them: those
 * that depend on sizes live as long as a plan that uses them. Thread-safe.
 */
final class Folder {
  private final SharedValues<Computation, List<Tensor>> known;

  /** What stands for operands that are taken for their type. */
  private final SharedValues<StandIn, Tensor> standIns;

  private final Lease lease;

  /** An operator applied to tensors, which are told apart by identity. */
  private record Computation(Op op, Shape shape, List<Tensor> operands) {}

  private record StandIn(DType dtype, Shape shape) {}

  /**
   * The folder of a program.
   *
   * @param lease where results are allocated
   */
  Folder(Lease lease) {
    this(new SharedValues<>(), new SharedValues<>(), lease);
  }

  private Folder(
      SharedValues<Computation, List<Tensor>> known,
      SharedValues<StandIn, Tensor> standIns,
      Lease lease) {
    this.known = known;
    this.standIns = standIns;
    this.lease = lease;
  }

  /** The same for another lease, which keeps what it asks for. */
  Folder of(Lease other) {
    return new Folder(known, standIns, other);
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
    return known.get(
        lease,
        new Computation(node.op(), shape, operands),
        arena ->
            repeated
                ? List.of(
                    RepeatedNumber.repeat(
                        evaluate(RepeatedNumber.ofOneElement(node), operands, arena).getFirst(),
                        shape))
                : evaluate(node, operands, arena));
  }

  /** A tensor of a type, with elements that nobody reads. */
  private Tensor standIn(TensorType type, boolean ofOneElement) {
    Shape shape = ofOneElement || !type.isStatic() ? Shape.SCALAR : type.shape();
    return standIns.get(
        lease,
        new StandIn(type.dtype(), shape),
        arena -> RepeatedNumber.repeat(Tensor.allocate(arena, type.dtype(), Shape.SCALAR), shape));
  }

  private static List<Tensor> evaluate(Node node, List<Tensor> operands, Arena arena) {
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
