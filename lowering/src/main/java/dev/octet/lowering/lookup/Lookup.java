package dev.octet.lowering.lookup;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.Argument;
import dev.octet.op.Embedding;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Blocks of a tensor picked by index tensors that stand for consecutive dimensions.
 *
 * @param indices for each dimension one; together they are stretched to one shape of positions
 * @param first the first of these dimensions
 * @param negative whether an index may count from the end
 */
public record Lookup(
    Node node, Value source, ImmutableList<Value> indices, int first, boolean negative) {

  /** How a node picks; empty if it is no such node. */
  public static Optional<Lookup> of(Node node) {
    if (node.op() instanceof Embedding op) {
      return of(
          node,
          node.operand(op.weightOperand()),
          List.of(node.operand(op.inputOperand())),
          0,
          false);
    }
    return switch (node.op().name().toString()) {
      case "aten.index_select.default" -> selected(node);
      case "aten.index.Tensor", "aten._unsafe_index.Tensor" -> indexed(node);
      default -> Optional.empty();
    };
  }

  private static Optional<Lookup> selected(Node node) {
    if (!(node.op().argument("self") instanceof Argument.Operand(int self))
        || !(node.op().argument("index") instanceof Argument.Operand(int index))
        || !(node.op().argument("dim") instanceof Argument.Int(long dim))
        || node.operand(self).tensorType().rank() == 0) {
      return Optional.empty();
    }
    Value source = node.operand(self);
    int first = source.tensorType().shape().normalize(dim);
    return of(node, source, List.of(node.operand(index)), first, true);
  }

  private static Optional<Lookup> indexed(Node node) {
    if (!(node.op().argument("self") instanceof Argument.Operand(int self))
        || !(node.op().argument("indices")
            instanceof Argument.ListOf(ImmutableList<Argument> given))) {
      return Optional.empty();
    }
    int first = 0;
    while (first < given.size() && given.get(first) instanceof Argument.None) {
      first++;
    }
    List<Value> indices = new ArrayList<>();
    int next = first;
    while (next < given.size() && given.get(next) instanceof Argument.Operand(int index)) {
      indices.add(node.operand(index));
      next++;
    }
    for (int i = next; i < given.size(); i++) {
      if (!(given.get(i) instanceof Argument.None)) {
        return Optional.empty(); // not consecutive: positions would come first
      }
    }
    return of(node, node.operand(self), indices, first, true);
  }

  private static Optional<Lookup> of(
      Node node, Value source, List<Value> indices, int first, boolean negative) {
    boolean integers =
        indices.stream()
            .map(index -> index.tensorType().dtype())
            .allMatch(dtype -> dtype == DType.INT64 || dtype == DType.INT32); // masks are counted
    return integers && !indices.isEmpty()
        ? Optional.of(new Lookup(node, source, ImmutableList.copyOf(indices), first, negative))
        : Optional.empty();
  }

  /** What all index tensors are stretched to. */
  public Shape positions() {
    Shape positions = Shape.SCALAR;
    for (Value index : indices) {
      positions = Shape.broadcast(positions, index.tensorType().shape());
    }
    return positions;
  }

  /** Elements in front of the picked dimensions: the picks are made once for each. */
  public long outer() {
    return product(0, first);
  }

  /** Elements behind the picked dimensions: those that one pick copies. */
  public long inner() {
    return product(first + indices.size(), source.tensorType().rank());
  }

  /** Elements of the source for each of {@link #outer}. */
  public long picked() {
    return product(first, source.tensorType().rank());
  }

  /** Elements of the source from one index of a picked dimension to the next. */
  public long step(int index) {
    return product(first + index + 1, source.tensorType().rank());
  }

  /** How many indices a picked dimension has. */
  public long size(int index) {
    return source.tensorType().shape().size(first + index);
  }

  /**
   * What is wrong with an index that is out of range, as the reference evaluator says it.
   *
   * @param of what it is looked up in; all elements may be one
   * @param given one tensor for each of {@link #indices}, of any shape
   */
  public RuntimeException outOfRange(Tensor of, List<Tensor> given) {
    List<Value> inputs = new ArrayList<>(List.of(source));
    List<Tensor> tensors = new ArrayList<>(List.of(of));
    for (int i = 0; i < given.size(); i++) {
      if (!inputs.contains(indices.get(i))) {
        inputs.add(indices.get(i));
        tensors.add(given.get(i));
      }
    }
    Graph graph = new Graph(inputs, List.of(node), List.of(new GraphOutput.Of(node.result())));
    try (Arena results = Arena.ofConfined()) {
      Evaluator.reference().run(graph, tensors, results);
      return new InternalException(node + " has an index out of range");
    } catch (RuntimeException e) {
      return e;
    }
  }

  private long product(int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= source.tensorType().shape().size(i);
    }
    return product;
  }
}
