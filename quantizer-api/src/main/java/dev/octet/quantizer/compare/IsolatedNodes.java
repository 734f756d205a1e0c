package dev.octet.quantizer.compare;

import dev.octet.graph.Graph;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Copies of single quantized nodes that read the float graph's values: what stands between a node
 * and the nearest values that both graphs have is copied with it, as a rule a quantize and a
 * dequantize. What hangs on no such value, as a dequantized weight does, is not copied but read
 * where it is.
 */
final class IsolatedNodes {
  private final Graph quantized;
  private final Pairing pairing;
  private final UnaryOperator<Value> joint;
  private final NameSupply names;
  private final Consumer<Node> emit;

  /** Of nodes between pairs, and of the paired nodes themselves; by the name of the original. */
  private final Map<String, List<Value>> between = new HashMap<>();

  private final Map<String, List<Value>> own = new HashMap<>();

  /**
   * @param joint the value of the joint graph that is a value of the quantized one
   * @param emit takes copies, each after what it reads
   */
  IsolatedNodes(
      Graph quantized,
      Pairing pairing,
      UnaryOperator<Value> joint,
      NameSupply names,
      Consumer<Node> emit) {
    this.quantized = quantized;
    this.pairing = pairing;
    this.joint = joint;
    this.names = names;
    this.emit = emit;
  }

  /** True if something of a node is quantized: what it reads, or what others see of its results. */
  boolean isQuantized(Pairing.Pair pair) {
    Node node = pair.quantized();
    return pair.results().stream().anyMatch(result -> !result.seen().equals(result.raw()))
        || IntStream.range(0, node.operands().size())
            .filter(i -> pairing.reference(node, i).isEmpty())
            .anyMatch(i -> comesFromQuantizedGraphAlone(node.operand(i)));
  }

  private boolean comesFromQuantizedGraphAlone(Value value) {
    Node producer = quantized.producer(value).orElse(null);
    if (producer == null || pairing.reference(value).isPresent()) {
      return false;
    }
    // Sizes are no matter of quantization, but what they are sizes of may be.
    return value.type() instanceof TensorType
        || producer.operands().stream().anyMatch(this::comesFromQuantizedGraphAlone);
  }

  /**
   * What readers would see of a result if its node alone were quantized: a value of a copy, or that
   * of the quantized graph itself if no other quantized node stands before it.
   */
  Value seen(Pairing.Pair pair, Pairing.Results result) {
    Node node = pair.quantized();
    List<Value> results = own.get(node.name());
    if (results == null) {
      results =
          copy(
              node,
              IntStream.range(0, node.operands().size())
                  .mapToObj(i -> pairing.reference(node, i).orElseGet(() -> read(node.operand(i))))
                  .toList());
      own.put(node.name(), results);
    }
    Map<Value, Value> replaced = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      replaced.put(node.results().get(i), results.get(i));
    }
    return behind(result.seen(), replaced);
  }

  /** A value that the results of one node are quantized to. */
  private Value behind(Value value, Map<Value, Value> replaced) {
    Value known = replaced.get(value);
    if (known != null) {
      return known;
    }
    Node producer = quantized.producer(value).orElse(null);
    if (producer == null) {
      return joint.apply(value);
    }
    List<Value> results =
        copy(
            producer,
            producer.operands().stream().map(operand -> behind(operand, replaced)).toList());
    for (int i = 0; i < results.size(); i++) {
      replaced.put(producer.results().get(i), results.get(i));
    }
    return replaced.getOrDefault(value, value);
  }

  /** What a copy reads in the place of a value of the quantized graph. */
  private Value read(Value value) {
    Value reference = pairing.reference(value).orElse(null);
    if (reference != null) {
      return reference;
    }
    Node producer = quantized.producer(value).orElse(null);
    if (producer == null) {
      return joint.apply(value);
    }
    List<Value> results = between.get(producer.name());
    if (results == null) {
      results = copy(producer, producer.operands().stream().map(this::read).toList());
      between.put(producer.name(), results);
    }
    return results.get(producer.results().indexOf(value));
  }

  /** The results of a copy, or of the original if it would read the same. */
  private List<Value> copy(Node node, List<Value> operands) {
    if (operands.equals(node.operands().stream().map(joint).toList())) {
      return node.results().stream().map(joint).toList();
    }
    List<Value> results = new ArrayList<>();
    for (Value result : node.results()) {
      results.add(new Value(names.fresh("isolated_" + result.name()), result.type()));
    }
    String name =
        results.size() == 1 ? results.getFirst().name() : names.fresh("isolated_" + node.name());
    emit.accept(new Node(name, node.op(), operands, results, node.origin()));
    return results;
  }
}
