package dev.octet.graph.evaluate;

import dev.octet.graph.Value;
import dev.octet.tensor.Tensor;

/**
 * Is shown every tensor that a node of the outermost graph computes, in graph order. The tensor is
 * freed some time after the call.
 */
@FunctionalInterface
public interface ValueListener {
  ValueListener NONE = (_, _) -> {};

  void computed(Value value, Tensor tensor);
}
