package dev.octet.lowering.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.NameSupply;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.AddMm;
import dev.octet.op.AtenOps;
import dev.octet.op.ChooseQParams;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Linear;
import dev.octet.op.MatMul;
import dev.octet.op.Observe;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.op.TensorType;
import dev.octet.op.TransposedConvolution;
import dev.octet.op.ViewLike;
import dev.octet.op.infer.TypeInference;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Autocast: products compute in bfloat16, and what follows them inherits their type until something
 * needs f32 again: a quantize, an observer, an operator that knows no bfloat16. Products of
 * integers stay such; their result is bfloat16 unless a quantize takes it, which fusion sees to.
 * The program's own inputs and outputs keep their types.
 */
public final class CastToBfloat16 {
  /** Their states would add up rounding over all steps. */
  private static final Set<String> RECURRENT = Set.of("lstm", "gru", "rnn_tanh", "rnn_relu");

  private final FrozenGraph frozen;
  private final NameSupply names;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Value, Value> current = new HashMap<>();
  private final Map<Value, Value> casts = new HashMap<>();

  private CastToBfloat16(FrozenGraph frozen) {
    this.frozen = frozen;
    this.names = frozen.names();
  }

  public static FrozenGraph apply(FrozenGraph frozen) {
    return new CastToBfloat16(frozen).apply();
  }

  private FrozenGraph apply() {
    Graph graph = frozen.graph();
    graph.nodes().forEach(this::cast);
    List<GraphOutput> outputs =
        graph.outputs().stream()
            .<GraphOutput>map(output ->
                output instanceof GraphOutput.Of(Value value)
                    ? new GraphOutput.Of(as(now(value), dtype(value), null))
                    : output)
            .toList();
    return frozen.withGraph(new Graph(graph.inputs(), nodes, outputs));
  }

  private void cast(Node node) {
    if (isProduct(node)) {
      product(node);
    } else if (node.op() instanceof ViewLike && isRoundedByReaders(node.result())) {
      round(node);
    } else if (needsFloat32(node) || !mayInherit(node) || !takesMixture(node)) {
      List<Value> operands =
          node.operands().stream().map(value -> as(now(value), dtype(value), node)).toList();
      nodes.add(node.withOperands(operands));
    } else {
      inherit(node);
    }
  }

  private static boolean isProduct(Node node) {
    return (node.op() instanceof Convolution
            || node.op() instanceof TransposedConvolution
            || node.op() instanceof Linear
            || node.op() instanceof AddMm
            || node.op() instanceof MatMul)
        && node.result().tensorType().dtype() == DType.FLOAT32;
  }

  private static boolean needsFloat32(Node node) {
    return node.op() instanceof Quantize
        || node.op() instanceof QuantizePerChannel
        || node.op() instanceof ChooseQParams
        || node.op() instanceof Dequantize
        || node.op() instanceof DequantizePerChannel
        || node.op() instanceof Observe
        || RECURRENT.contains(node.op().name().base());
  }

  private boolean isOfIntegers(Node product) {
    return product.operands().stream()
        .anyMatch(value ->
            frozen
                .graph()
                .producer(value)
                .filter(producer -> producer.op() instanceof Dequantize)
                .isPresent());
  }

  /** True if only products that round it read a value, after changes of its shape perhaps. */
  private boolean isRoundedByReaders(Value value) {
    List<Use> uses = frozen.graph().uses(value);
    return !uses.isEmpty()
        && !frozen.graph().isOutput(value)
        && uses.stream()
            .map(Use::user)
            .allMatch(user ->
                user.op() instanceof ViewLike
                    ? isRoundedByReaders(user.result())
                    : isProduct(user) && !isOfIntegers(user));
  }

  /**
   * A change of shape of what is rounded first, so that the kernel that computes that can do it.
   */
  private void round(Node view) {
    List<Value> operands = new ArrayList<>(view.operands().stream().map(this::now).toList());
    operands.set(0, as(operands.getFirst(), DType.BFLOAT16, view));
    add(view, operands);
  }

  /** A product of integers gives f32, which is rounded; any other is given rounded operands. */
  private void product(Node node) {
    if (isOfIntegers(node)) {
      List<Value> operands =
          node.operands().stream().map(value -> as(now(value), DType.FLOAT32, node)).toList();
      nodes.add(node.withOperands(operands));
      current.put(node.result(), as(node.result(), DType.BFLOAT16, node));
    } else {
      List<Value> operands =
          node.operands().stream().map(value -> as(now(value), DType.BFLOAT16, node)).toList();
      add(node, operands);
    }
  }

  private boolean mayInherit(Node node) {
    boolean narrow =
        node.operands().stream()
            .anyMatch(value ->
                now(value).type() instanceof TensorType type && type.dtype() == DType.BFLOAT16);
    return narrow && node.results().stream().allMatch(value -> value.type() instanceof TensorType);
  }

  /** False of operators that want one type of all operands where some are bfloat16 by now. */
  private boolean takesMixture(Node node) {
    try {
      TypeInference.standard()
          .infer(node.op(), node.operands().stream().map(value -> now(value).type()).toList());
      return true;
    } catch (InputException _) {
      return false;
    }
  }

  private void inherit(Node node) {
    add(node, node.operands().stream().map(this::now).toList());
  }

  /** The node with other operands, whose types tell those of its results; its name stays. */
  private void add(Node node, List<Value> operands) {
    List<Node> made =
        Graph.fragment(names, builder -> builder.at(node.origin()).node(node.op(), operands));
    Node typed = made.getLast();
    nodes.add(new Node(node.name(), typed.op(), typed.operands(), typed.results(), typed.origin()));
    for (int i = 0; i < node.results().size(); i++) {
      current.put(node.results().get(i), typed.results().get(i));
    }
  }

  private Value now(Value value) {
    return current.getOrDefault(value, value);
  }

  private static DType dtype(Value value) {
    return value.type() instanceof TensorType type ? type.dtype() : DType.INT64;
  }

  /** The value in a type; only f32 and bf16 are changed into one another. */
  private Value as(Value value, DType wanted, @org.jspecify.annotations.Nullable Node reader) {
    boolean changes =
        value.type() instanceof TensorType type
            && type.dtype() != wanted
            && (type.dtype() == DType.FLOAT32 || type.dtype() == DType.BFLOAT16)
            && (wanted == DType.FLOAT32 || wanted == DType.BFLOAT16);
    return changes
        ? casts.computeIfAbsent(
            value,
            from -> {
              List<Node> made =
                  Graph.fragment(
                      names,
                      builder -> {
                        GraphBuilder at = reader == null ? builder : builder.at(reader.origin());
                        at.call(AtenOps.TO_DTYPE, from, wanted);
                      });
              nodes.addAll(made);
              return made.getLast().result();
            })
        : value;
  }
}
