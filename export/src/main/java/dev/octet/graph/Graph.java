package dev.octet.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import dev.octet.op.SubgraphBody;
import dev.octet.tensor.InputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable graph: inputs, nodes in an order in which every value is defined before it is read,
 * and outputs. Parameters and buffers are inputs like any other; which input is which is told by
 * the program's signature. Compared by value. Thread-safe.
 */
public final class Graph implements GraphView, SubgraphBody {
  private final ImmutableList<Value> inputs;
  private final ImmutableList<Node> nodes;
  private final ImmutableList<GraphOutput> outputs;
  private volatile @Nullable Index index;

  /** Definitions and uses; made when first asked for. */
  private record Index(
      Map<String, Value> values,
      Map<Value, Node> producers,
      ImmutableListMultimap<Value, Use> uses,
      ImmutableSet<Value> outputs) {}

  public Graph(List<Value> inputs, List<Node> nodes, List<GraphOutput> outputs) {
    this.inputs = ImmutableList.copyOf(inputs);
    this.nodes = ImmutableList.copyOf(nodes);
    this.outputs = ImmutableList.copyOf(outputs);
  }

  /** Builds a graph; the builder must not be used after the lambda has returned. */
  public static Graph build(Consumer<GraphBuilder> body) {
    GraphBuilder builder = new GraphBuilder();
    body.accept(builder);
    return builder.finish();
  }

  /**
   * Builds nodes for a graph that is being rewritten: their operands may be values of that graph,
   * and new names come from its supply. The builder must not be used after the lambda has returned.
   */
  public static ImmutableList<Node> fragment(NameSupply names, Consumer<GraphBuilder> body) {
    GraphBuilder builder = new GraphBuilder(names);
    body.accept(builder);
    return builder.nodes();
  }

  public ImmutableList<Value> inputs() {
    return inputs;
  }

  public ImmutableList<Node> nodes() {
    return nodes;
  }

  public ImmutableList<GraphOutput> outputs() {
    return outputs;
  }

  /** The node that defines a value; empty for an input. */
  @Override
  public Optional<Node> producer(Value value) {
    return Optional.ofNullable(index().producers.get(value));
  }

  /** The places where nodes read a value, in graph order. */
  @Override
  public ImmutableList<Use> uses(Value value) {
    return index().uses.get(value);
  }

  /** True if the value is an output of the graph. */
  @Override
  public boolean isOutput(Value value) {
    return index().outputs.contains(value);
  }

  /** True if exactly one operand of one node reads the value and it is no output. */
  @Override
  public boolean hasSingleUse(Value value) {
    return uses(value).size() == 1 && !isOutput(value);
  }

  /** The value with this name (without {@code %}). */
  public Optional<Value> find(String name) {
    return Optional.ofNullable(index().values.get(name));
  }

  /**
   * The value with this name.
   *
   * @throws InputException if there is none
   */
  public Value value(String name) {
    return find(name).orElseThrow(() -> new InputException("the graph has no value %" + name));
  }

  private Index index() {
    Index result = index;
    if (result == null) {
      result = makeIndex();
      index = result;
    }
    return result;
  }

  private Index makeIndex() {
    Map<String, Value> values = new HashMap<>();
    Map<Value, Node> producers = new HashMap<>();
    ImmutableListMultimap.Builder<Value, Use> uses = ImmutableListMultimap.builder();
    inputs.forEach(value -> values.put(value.name(), value));
    for (Node node : nodes) {
      for (int i = 0; i < node.operands().size(); i++) {
        uses.put(node.operands().get(i), new Use(node, i));
      }
      for (Value result : node.results()) {
        values.put(result.name(), result);
        producers.put(result, node);
      }
    }
    ImmutableSet.Builder<Value> results = ImmutableSet.builder();
    for (GraphOutput output : outputs) {
      if (output instanceof GraphOutput.Of(Value value)) {
        results.add(value);
      }
    }
    return new Index(values, producers, uses.build(), results.build());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Graph graph
            && inputs.equals(graph.inputs)
            && nodes.equals(graph.nodes)
            && outputs.equals(graph.outputs));
  }

  @Override
  public int hashCode() {
    return inputs.hashCode() * 31 + nodes.size();
  }

  /** A one-line summary; {@code dev.octet.graph.text} prints the whole. */
  @Override
  public String toString() {
    return "graph of "
        + inputs.size()
        + " inputs, "
        + nodes.size()
        + " nodes, "
        + outputs.size()
        + " outputs";
  }
}
