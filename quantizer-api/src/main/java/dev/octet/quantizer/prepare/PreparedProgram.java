package dev.octet.quantizer.prepare;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Observe;
import dev.octet.program.ExportedProgram;
import java.util.Optional;

/**
 * A program with observers.
 *
 * @param program its graph computes what the float program computes, through {@code octet.observe}
 *     nodes
 * @param groups every observer, in the order in which they were inserted
 * @param observers the group of each {@code octet.observe} node, by the name of the node
 */
public record PreparedProgram(
    ExportedProgram program,
    ImmutableList<ObserverGroup> groups,
    ImmutableMap<String, ObserverGroup> observers) {

  /** The group of an {@code octet.observe} node; empty for any other node. */
  public Optional<ObserverGroup> observer(Node node) {
    return Optional.ofNullable(observers.get(node.name()));
  }

  /** True of the nodes that stand for observers. */
  public static boolean isObserver(Node node) {
    return node.op() instanceof Observe;
  }

  /** The value that an observer watches, also through others that stand between. */
  public Value watched(Node observer) {
    Value value = observer.operand(0);
    Node producer = program.graph().producer(value).orElse(null);
    while (producer != null && isObserver(producer)) {
      value = producer.operand(0);
      producer = program.graph().producer(value).orElse(null);
    }
    return value;
  }
}
