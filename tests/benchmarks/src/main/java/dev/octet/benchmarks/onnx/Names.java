package dev.octet.benchmarks.onnx;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the values of a graph are called in the ONNX model; constants are added when first read. */
final class Names {
  private final FrozenGraph frozen;
  private final OnnxGraph out;
  private final Map<Value, String> names = new HashMap<>();

  Names(FrozenGraph frozen, OnnxGraph out) {
    this.frozen = frozen;
    this.out = out;
  }

  OnnxGraph out() {
    return out;
  }

  FrozenGraph frozen() {
    return frozen;
  }

  String of(Value value) {
    String known = names.get(value);
    if (known != null) {
      return known;
    }
    Optional<Tensor> constant = frozen.constant(value);
    String name = constant.isPresent() ? out.constant(constant.get()) : value.name();
    names.put(value, name);
    return name;
  }

  List<String> of(List<Value> values) {
    List<String> result = new ArrayList<>();
    values.forEach(value -> result.add(of(value)));
    return result;
  }

  /** Writes a node for the only result of a node of the graph. */
  boolean node(Node node, String type, List<String> operands, Attribute... attributes) {
    out.node(type, operands, node.result().name(), attributes);
    return true;
  }

  /** As {@link #node}, for operands that are those of the graph's node. */
  boolean same(Node node, String type, Attribute... attributes) {
    return node(node, type, of(node.operands()), attributes);
  }

  /** Calls a value by another name. */
  boolean rename(Node node, String name) {
    names.put(node.result(), name);
    return true;
  }
}
