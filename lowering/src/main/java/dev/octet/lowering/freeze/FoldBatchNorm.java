package dev.octet.lowering.freeze;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.BatchNorm;
import dev.octet.op.Convolution;
import dev.octet.op.Op;
import dev.octet.op.Ops;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds a BatchNorm in evaluation into the convolution before it, if nobody else reads that: {@code
 * y = (conv(x) − mean) · γ / sqrt(variance + eps) + β}. Quantized programs come folded already;
 * this is for those in floating point.
 */
final class FoldBatchNorm {
  private final FrozenGraph frozen;
  private final Map<Value, Tensor> constants;
  private final Arena arena;

  private FoldBatchNorm(FrozenGraph frozen, Arena arena) {
    this.frozen = frozen;
    this.constants = new LinkedHashMap<>(frozen.constants());
    this.arena = arena;
  }

  static FrozenGraph apply(FrozenGraph frozen, Arena arena) {
    return new FoldBatchNorm(frozen, arena).apply();
  }

  private FrozenGraph apply() {
    Graph graph = frozen.graph();
    Map<Node, Node> folded = new HashMap<>();
    Map<Node, Node> producers = new HashMap<>();
    for (Node node : graph.nodes()) {
      convolution(node)
          .ifPresent(convolution -> {
            folded.put(convolution, node);
            producers.put(node, convolution);
          });
    }
    if (folded.isEmpty()) {
      return frozen;
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Node convolution = producers.get(node);
      if (convolution != null) {
        nodes.add(fold(convolution, node));
      } else if (!folded.containsKey(node)) {
        nodes.add(node);
      }
    }
    return new FrozenGraph(
        new Graph(graph.inputs(), nodes, graph.outputs()), constants, frozen.folder());
  }

  /** The convolution that the BatchNorm can go into. */
  private Optional<Node> convolution(Node node) {
    boolean applies =
        node.op() instanceof BatchNorm op
            && !op.training()
            && op.operandIndex("running_mean").isPresent()
            && op.operandIndex("running_var").isPresent()
            && node.results().size() == 1
            && constants.keySet().containsAll(node.operands().subList(1, node.operands().size()))
            && frozen.graph().hasSingleUse(node.operand(0));
    return applies
        ? frozen
            .graph()
            .producer(node.operand(0))
            .filter(producer ->
                producer.op() instanceof Convolution
                    && constants
                        .keySet()
                        .containsAll(producer.operands().subList(1, producer.operands().size())))
            .filter(producer -> isFloat(producer.operand(1)) && isBatched(producer))
        : Optional.empty();
  }

  /** Of one image without a batch, BatchNorm takes the rows for channels. */
  private static boolean isBatched(Node convolution) {
    return convolution.result().tensorType().rank() == convolution.operand(1).tensorType().rank();
  }

  private static boolean isFloat(Value value) {
    return value.tensorType().dtype() == DType.FLOAT32;
  }

  private Node fold(Node convolution, Node norm) {
    BatchNorm op = (BatchNorm) norm.op();
    float[] variance = row(norm, "running_var");
    float[] mean = row(norm, "running_mean");
    int channels = variance.length;
    float[] gamma = rowOr(norm, "weight", channels, 1);
    float[] beta = rowOr(norm, "bias", channels, 0);
    float[] factor = new float[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = gamma[c] / (float) Math.sqrt(variance[c] + (float) op.eps());
    }
    Tensor weight = tensor(convolution.operand(1));
    float[] weights = weight.toFloatArray();
    int perChannel = weights.length / channels;
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= factor[i / perChannel];
    }
    float[] bias = rowOr(convolution, "bias", channels, 0);
    for (int c = 0; c < channels; c++) {
      bias[c] = (bias[c] - mean[c]) * factor[c] + beta[c];
    }
    Value newWeight = constant(norm.name() + ".weight", weight.shape(), weights);
    Value newBias = constant(norm.name() + ".bias", Shape.of(channels), bias);
    return new Node(
        norm.name(),
        withBias(convolution.op()),
        ImmutableList.of(convolution.operand(0), newWeight, newBias),
        norm.results(),
        convolution.origin());
  }

  /** The operator with operand 2 as its bias. */
  private static Op withBias(Op op) {
    List<Argument> arguments = new ArrayList<>(op.arguments());
    arguments.set(op.schema().position("bias"), new Argument.Operand(2));
    return Ops.of(op.schema(), arguments);
  }

  private Value constant(String name, Shape shape, float[] values) {
    Value value = new Value(name, TensorType.of(DType.FLOAT32, shape));
    constants.put(value, Tensor.allocate(arena, DType.FLOAT32, shape).setFloats(values));
    return value;
  }

  private float[] row(Node node, String parameter) {
    return tensor(node.operand(node.op().operandIndex(parameter).orElseThrow())).toFloatArray();
  }

  private float[] rowOr(Node node, String parameter, int size, float value) {
    if (node.op().operandIndex(parameter).isPresent()) {
      return row(node, parameter);
    }
    float[] values = new float[size];
    java.util.Arrays.fill(values, value);
    return values;
  }

  private Tensor tensor(Value value) {
    return java.util.Objects.requireNonNull(constants.get(value), value::toString);
  }
}
