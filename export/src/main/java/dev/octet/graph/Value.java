package dev.octet.graph;

import com.google.common.base.Preconditions;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.InputException;

/**
 * A value of a graph: an input, or a result of a node. Its name is unique in the graph and survives
 * passes.
 */
public record Value(String name, ValueType type) {
  public Value {
    Preconditions.checkArgument(!name.isEmpty(), "a value needs a name");
  }

  /** The type of a tensor value. */
  public TensorType tensorType() {
    if (type instanceof TensorType tensor) {
      return tensor;
    }
    throw new InputException("%" + name + " is " + type + ", expected a tensor");
  }

  /** By name alone: names are unique in a graph, and types are long. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "%" + name;
  }
}
