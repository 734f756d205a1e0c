package dev.octet.quantizer.compare;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.BatchNorm;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.op.QuantizedOps;
import dev.octet.op.TensorType;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.spec.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the nodes of two graphs that mean the same; {@link Comparison} states the rule. */
final class Pairing {
  /** Two nodes and their floating-point results, which may be none. */
  record Pair(Node reference, Node quantized, ImmutableList<Results> results) {}

  /**
   * One result of a pair.
   *
   * @param raw what the quantized node gives
   * @param seen what those who read it get: the raw value, or that after quantize and dequantize
   */
  record Results(Value reference, Value raw, Value seen) {}

  private final Graph reference;
  private final Graph quantized;
  private final Annotations annotations;
  private final Map<String, Node> quantizedNodes = new HashMap<>();
  private final Map<Value, Value> references = new HashMap<>();
  private final List<Pair> pairs = new ArrayList<>();

  /** The float graph's value for what is dequantized for all who read a node's result. */
  private final Map<Value, Value> quantizedOutputs = new HashMap<>();

  private Pairing(Graph reference, Graph quantized, Annotations annotations) {
    this.reference = reference;
    this.quantized = quantized;
    this.annotations = annotations;
    quantized.nodes().forEach(node -> quantizedNodes.put(node.name(), node));
  }

  static Pairing of(Graph reference, Graph quantized, Annotations annotations) {
    Pairing pairing = new Pairing(reference, quantized, annotations);
    pairing.find();
    return pairing;
  }

  /** The pairs in the order of the float graph. */
  List<Pair> pairs() {
    return pairs;
  }

  /**
   * The float graph's value that a value of the quantized graph stands for, if it has the same
   * type: whoever reads one may read the other.
   */
  Optional<Value> reference(Value raw) {
    return Optional.ofNullable(references.get(raw));
  }

  /**
   * The float graph's value that a node reads if nothing is quantized for this node: the operand
   * stands for one, or it is dequantized because of the node that gives it, and not because this
   * one asks for it, too.
   */
  Optional<Value> reference(Node reader, int operand) {
    Value value = reader.operand(operand);
    Value output = quantizedOutputs.get(value);
    return output != null && annotations.spec(new Site.Input(reader.name(), operand)).isEmpty()
        ? Optional.of(output)
        : reference(value);
  }

  private void find() {
    Map<Node, Node> folded = new HashMap<>();
    Set<String> changed = new HashSet<>();
    for (Node node : reference.nodes()) {
      layerOf(node)
          .ifPresent(layer -> {
            folded.put(node, layer);
            changed.add(layer.name());
          });
    }
    for (Node node : reference.nodes()) {
      Node layer = folded.get(node);
      Node twin = quantizedNodes.get(node.name());
      if (layer != null) {
        add(node, layer, 1);
      } else if (twin != null && !changed.contains(node.name()) && areSame(node, twin)) {
        add(node, twin, node.results().size());
      }
    }
  }

  /** The layer of the quantized graph that a BatchNorm was folded into. */
  private Optional<Node> layerOf(Node norm) {
    boolean gone =
        norm.op() instanceof BatchNorm
            && annotations
                .decision(norm.name())
                .map(decision -> decision.reason() == Reason.FOLDED)
                .orElse(false);
    return gone
        ? reference
            .producer(norm.operand(0))
            .flatMap(layer -> Optional.ofNullable(quantizedNodes.get(layer.name())))
        : Optional.empty();
  }

  /**
   * A node that a quantizer has exchanged for another one keeps the origin, if not the operator.
   */
  private static boolean areSame(Node node, Node twin) {
    boolean sameOrigin =
        node.origin().equals(twin.origin()) && !node.origin().equals(Origin.UNKNOWN);
    return node.results().size() == twin.results().size()
        && (node.op().name().equals(twin.op().name()) || sameOrigin);
  }

  private void add(Node node, Node twin, int results) {
    ImmutableList.Builder<Results> compared = ImmutableList.builder();
    for (int i = 0; i < results; i++) {
      Value value = node.results().get(i);
      Value raw = twin.results().get(i);
      if (value.type() instanceof TensorType type && raw.type() instanceof TensorType rawType) {
        if (type.equals(rawType)) {
          references.put(raw, value);
        }
        boolean floats = type.dtype().isFloatingPoint() && rawType.dtype().isFloatingPoint();
        if (floats && type.sizes().equals(rawType.sizes())) {
          compared.add(new Results(value, raw, seen(raw, value)));
        }
      }
    }
    pairs.add(new Pair(node, twin, compared.build()));
  }

  private Value seen(Value raw, Value value) {
    if (annotations.spec(Site.output(raw)).isEmpty()) {
      return raw;
    }
    List<Value> dequantized =
        quantized.uses(raw).stream()
            .filter(use -> use.operand() == 0 && isQuantize(use.user()))
            .flatMap(use -> quantized.uses(use.user().result()).stream())
            .filter(use -> use.operand() == 0 && isDequantize(use.user()))
            .map(use -> use.user().result())
            .toList();
    dequantized.forEach(copy -> quantizedOutputs.put(copy, value));
    return dequantized.isEmpty() ? raw : dequantized.getFirst();
  }

  private static boolean isQuantize(Node node) {
    return node.op() instanceof Quantize
        || node.op() instanceof QuantizePerChannel
        || isConversion(node);
  }

  private static boolean isDequantize(Node node) {
    return node.op() instanceof Dequantize
        || node.op() instanceof DequantizePerChannel
        || isConversion(node);
  }

  /** To float16 or back. */
  private static boolean isConversion(Node node) {
    return node.op().name().equals(QuantizedOps.CONVERT_ELEMENT_TYPE);
  }
}
