package dev.octet.quantizer.spec;

import com.google.common.base.Preconditions;
import dev.octet.graph.Node;
import dev.octet.graph.Value;

/**
 * A place in a graph where a tensor can be observed and quantized: what one consumer reads, or a
 * value for all who read it. Named by the names of nodes and values, which are unique in a graph
 * and survive passes; so a site compares, prints and can be written to a file. Both operands of
 * {@code add(x, x)} are sites of their own.
 */
public sealed interface Site permits Site.Input, Site.Output {

  /**
   * The operand {@code index} (counted from 0, as in {@link Node#operands()}) of the node {@code
   * node}.
   */
  record Input(String node, int index) implements Site {
    public Input {
      Preconditions.checkArgument(!node.isEmpty(), "a site needs the name of a node");
      Preconditions.checkArgument(
          index >= 0, "operand index %s of node %s is negative", index, node);
    }

    @Override
    public String toString() {
      return "operand " + index + " of %" + node;
    }
  }

  /** The value {@code value}: a result of a node, or an input of the graph. */
  record Output(String value) implements Site {
    public Output {
      Preconditions.checkArgument(!value.isEmpty(), "a site needs the name of a value");
    }

    @Override
    public String toString() {
      return "output %" + value;
    }
  }

  /**
   * What a node reads as its operand {@code index}.
   *
   * @throws SpecException if the node has fewer operands
   */
  static Site input(Node consumer, int index) {
    if (index < 0 || index >= consumer.operands().size()) {
      throw new SpecException(
          consumer + " has no operand " + index + ", it has " + consumer.operands().size());
    }
    return new Input(consumer.name(), index);
  }

  static Site output(Value value) {
    return new Output(value.name());
  }
}
