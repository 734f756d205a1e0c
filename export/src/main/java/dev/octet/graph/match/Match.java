package dev.octet.graph.match;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.GraphView;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a pattern found. Valid as long as the graph it was found in. */
public final class Match {
  private final GraphView graph;
  private final Node root;
  private final ImmutableList<Node> nodes;
  private final Map<Object, Object> bindings;

  Match(GraphView graph, Node root, Collection<Node> nodes, Map<Object, Object> bindings) {
    this.graph = graph;
    this.root = root;
    this.nodes = ImmutableSet.copyOf(nodes).asList();
    this.bindings = new HashMap<>(bindings);
  }

  /** The graph, for questions that the pattern could not ask. */
  public GraphView graph() {
    return graph;
  }

  /** The node that the whole pattern was matched against. */
  public Node root() {
    return root;
  }

  /**
   * The nodes that the pattern describes, the root first, then its operands' in the order of the
   * pattern.
   */
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  /** True if the capture stands in the part of the pattern that fitted. */
  public boolean has(NodeCapture<?> capture) {
    return bindings.containsKey(capture);
  }

  public boolean has(ValueCapture capture) {
    return bindings.containsKey(capture);
  }

  public Node node(NodeCapture<?> capture) {
    return (Node) bound(capture);
  }

  /** The operator of a captured node. */
  @SuppressWarnings("unchecked")
  public <O> O op(NodeCapture<O> capture) {
    // A pattern of O binds the capture to nodes of O alone.
    return (O) node(capture).op();
  }

  public Value value(ValueCapture capture) {
    return (Value) bound(capture);
  }

  /** The value that a captured node gets for a parameter; empty if that is a literal. */
  public Optional<Value> operand(NodeCapture<?> capture, String parameter) {
    Node node = node(capture);
    return node.op().operandIndex(parameter).stream().mapToObj(node::operand).findFirst();
  }

  private Object bound(Object capture) {
    Object thing = bindings.get(capture);
    if (thing == null) {
      throw new IllegalArgumentException(
          "the match at " + root + " has no capture '" + capture + "'; ask has() first");
    }
    return thing;
  }

  @Override
  public String toString() {
    return "match at " + root + " of " + nodes;
  }
}
