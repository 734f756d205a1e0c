package dev.octet.graph.rewrite;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Copies parts of a graph with values replaced by others. Values that it does not know stay. Not
 * thread-safe.
 */
public final class ValueMapping {
  private final Map<Value, Value> targets = new HashMap<>();

  public ValueMapping() {}

  /** Replaces a value from now on. What was to become the old value becomes the new one. */
  public ValueMapping put(Value from, Value to) {
    Value target = of(to);
    if (!from.equals(target)) {
      targets.put(from, target);
    }
    return this;
  }

  /** What takes the place of a value. */
  public Value of(Value value) {
    Value last = value;
    for (Value next = targets.get(last); next != null; next = targets.get(last)) {
      last = next;
    }
    // What lies on the way is led straight to the end, so that long chains are walked once.
    Value step = value;
    while (!step.equals(last)) {
      step = Objects.requireNonNull(targets.put(step, last));
    }
    return last;
  }

  /** The node with its operands replaced; itself if none is. */
  public Node of(Node node) {
    boolean unchanged = node.operands().stream().allMatch(operand -> of(operand).equals(operand));
    return unchanged ? node : node.withOperands(node.operands().stream().map(this::of).toList());
  }

  public GraphOutput of(GraphOutput output) {
    return output instanceof GraphOutput.Of(Value value) ? new GraphOutput.Of(of(value)) : output;
  }

  /** The graph with these inputs and nodes, where everything that is read is replaced. */
  public Graph of(List<Value> inputs, List<Node> nodes, List<GraphOutput> outputs) {
    return new Graph(
        inputs, nodes.stream().map(this::of).toList(), outputs.stream().map(this::of).toList());
  }
}
