package dev.octet.graph;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * How values are made and read: what matching asks of a {@link Graph}, and of one that is being
 * rewritten.
 */
public interface GraphView {
  /** The node that defines a value; empty for an input. */
  Optional<Node> producer(Value value);

  /** The places where nodes read a value. */
  ImmutableList<Use> uses(Value value);

  /** True if the value is an output of the graph. */
  boolean isOutput(Value value);

  /** True if exactly one operand of one node reads the value and it is no output. */
  boolean hasSingleUse(Value value);
}
