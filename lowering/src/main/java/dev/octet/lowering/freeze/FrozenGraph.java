package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.kernel.Lease;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.ToCopy;
import dev.octet.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * A graph whose inputs are the caller's alone; parameters and whatever is computed from them are
 * constants.
 *
 * @param graph its outputs are the caller's alone; values of {@code constants} have no producer
 * @param constants the tensors of values that no run changes
 * @param folder computes more constants when asked
 */
public record FrozenGraph(Graph graph, ImmutableMap<Value, Tensor> constants, Folder folder) {
  FrozenGraph(Graph graph, Map<Value, Tensor> constants, Folder folder) {
    this(graph, ImmutableMap.copyOf(constants), folder);
  }

  /** The tensor of a constant. */
  public Optional<Tensor> constant(Value value) {
    return Optional.ofNullable(constants.get(value));
  }

  /** Constant, or integers that are, until fusion knows whether they are multiplied as such. */
  boolean isConstant(Value value) {
    return constants.containsKey(value)
        || graph.producer(value).filter(this::dequantizesConstants).isPresent();
  }

  private boolean dequantizesConstants(Node node) {
    return (node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel)
        && constants.keySet().containsAll(node.operands());
  }

  /** The names that the graph has taken, and more. */
  public NameSupply names() {
    NameSupply names = new NameSupply();
    graph.inputs().forEach(names::take);
    constants.keySet().forEach(names::take);
    graph.nodes().forEach(node -> node.results().forEach(names::take));
    return names;
  }

  /**
   * The floating-point tensor that a dequantize gives, perhaps cast to another type, if all it
   * reads is constant: for a product that is not computed in integers.
   */
  public Optional<Tensor> dequantized(Value value) {
    Optional<Node> producer = graph.producer(value);
    if (producer.isEmpty()) {
      return Optional.empty();
    }
    Node node = producer.get();
    if (node.op() instanceof ToCopy) {
      return dequantized(node.operand(0))
          .map(floats -> folder.fold(node, Map.of(node.operand(0), floats)).getFirst());
    }
    return dequantizesConstants(node)
        ? Optional.of(folder.fold(node, constants).getFirst())
        : Optional.empty();
  }

  /** The same constants with another graph. */
  public FrozenGraph withGraph(Graph other) {
    return new FrozenGraph(other, constants, folder);
  }

  /** The same graph; what is folded from now on lives as long as this lease. */
  FrozenGraph of(Lease lease) {
    return new FrozenGraph(graph, constants, folder.of(lease));
  }

  /** The same graph with more constants. */
  public FrozenGraph with(Map<Value, Tensor> more) {
    return more.isEmpty()
        ? this
        : new FrozenGraph(
            graph,
            ImmutableMap.<Value, Tensor>builder().putAll(constants).putAll(more).buildKeepingLast(),
            folder);
  }
}
