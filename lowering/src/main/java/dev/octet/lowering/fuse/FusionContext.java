package dev.octet.lowering.fuse;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What fusion rules ask about the graph, and which nodes are taken already. */
public final class FusionContext {
  private final FrozenGraph frozen;
  private final FusionPolicy policy;
  private final Map<Value, Tensor> expanded = new HashMap<>();
  private final Set<Node> taken = new HashSet<>();
  private final Set<Value> withoutIntegers = new HashSet<>();
  private final Set<Value> readAsIntegers = new HashSet<>();
  private final Map<Node, String> floatReasons = new HashMap<>();

  FusionContext(FrozenGraph frozen, FusionPolicy policy) {
    this.frozen = frozen;
    this.policy = policy;
  }

  public FusionPolicy policy() {
    return policy;
  }

  public Graph graph() {
    return frozen.graph();
  }

  public Optional<Tensor> constant(Value value) {
    return frozen.constant(value);
  }

  /** The floating-point tensor of constant integers; from now on a constant of the graph. */
  Optional<Tensor> expand(Value value) {
    Optional<Tensor> tensor = frozen.dequantized(value);
    tensor.ifPresent(found -> expanded.put(value, found));
    return tensor;
  }

  /** The constants that rules asked for. */
  Map<Value, Tensor> expanded() {
    return expanded;
  }

  /** The only node that reads the value, if the value is no output and that node is free. */
  public Optional<Node> onlyUser(Value value) {
    if (!graph().hasSingleUse(value)) {
      return Optional.empty();
    }
    Node user = graph().uses(value).getFirst().user();
    return taken.contains(user) ? Optional.empty() : Optional.of(user);
  }

  /** The static dequantize that gives the value. */
  public Optional<Node> dequantize(Value value) {
    return anyDequantize(value).filter(node -> !((Dequantize) node.op()).isDynamic());
  }

  /** The dequantize that gives the value, also one whose scale each run computes. */
  Optional<Node> anyDequantize(Value value) {
    return withoutIntegers.contains(value)
        ? Optional.empty()
        : graph().producer(value).filter(node -> node.op() instanceof Dequantize);
  }

  /** From now on the value has no integers behind it; a kernel gives it as it is. */
  void giveAsFloat(Value dequantized) {
    withoutIntegers.add(dequantized);
  }

  /** From now on a region reads the integers behind the value, so that these must be computed. */
  void readAsIntegers(Value dequantized) {
    readAsIntegers.add(dequantized);
  }

  boolean isReadAsIntegers(Value dequantized) {
    return readAsIntegers.contains(dequantized);
  }

  /** The static quantize that alone reads the value. */
  public Optional<Node> onlyQuantize(Value value) {
    return onlyUser(value).filter(node -> node.op() instanceof Quantize op && !op.isDynamic());
  }

  /** Why a product is computed in floating point, decided once; empty if it is not. */
  String floatReason(Node product, Supplier<String> decision) {
    return floatReasons.computeIfAbsent(product, _ -> decision.get());
  }

  boolean isTaken(Node node) {
    return taken.contains(node);
  }

  void take(Region region) {
    for (Node node : region.nodes()) {
      if (!isShared(node)) {
        taken.add(node);
      }
    }
  }

  /** A dequantize is computed by each region that reads it. */
  private static boolean isShared(Node node) {
    return node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel;
  }
}
