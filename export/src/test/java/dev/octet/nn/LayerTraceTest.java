package dev.octet.nn;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer leaves the nodes that PyTorch's layer leaves; the file beside this class says which.
 */
final class LayerTraceTest {
  private static final Tensor LINE = zeros(2, 4, 8);
  private static final Tensor IMAGE = zeros(2, 4, 8, 8);
  private static final Tensor VOLUME = zeros(1, 4, 4, 4, 4);
  private static final Tensor SEQUENCE = zeros(2, 5, 8);
  private static final Tensor STEP = zeros(5, 8);

  private record Case(Module module, List<Tensor> inputs) {
    /** A layer as the only one of a chain. */
    static Case of(Module layer, Tensor input) {
      return new Case(new Sequential(layer), List.of(input));
    }

    static Case alone(Module module, Tensor... inputs) {
      return new Case(module, List.of(inputs));
    }
  }

  private static final ImmutableMap<String, Case> CASES =
      ImmutableMap.<String, Case>builder()
          .put("conv2d_same", Case.of(new Conv2d(4, 4, 1).paddingSame(), IMAGE))
          .put(
              "conv2d_all",
              Case.of(
                  new Conv2d(4, 8, 3, 1)
                      .stride(2, 1)
                      .padding(1, 0)
                      .dilation(2, 1)
                      .groups(2)
                      .bias(false),
                  IMAGE))
          .put("conv1d", Case.of(new Conv1d(4, 6, 3).stride(2).padding(1), LINE))
          .put("conv3d", Case.of(new Conv3d(4, 6, 3).stride(2).padding(1), VOLUME))
          .put(
              "transpose1d",
              Case.of(new ConvTranspose1d(4, 6, 3).stride(2).padding(1).outputPadding(1), LINE))
          .put(
              "transpose2d",
              Case.of(new ConvTranspose2d(4, 6, 3).groups(2).bias(false).dilation(2), IMAGE))
          .put(
              "transpose3d",
              Case.of(new ConvTranspose3d(4, 6, 3).stride(2).padding(1).outputPadding(1), VOLUME))
          .put("bn1d", Case.of(new BatchNorm1d(4), LINE))
          .put("bn2d", Case.of(new BatchNorm2d(4, 0.001, false), IMAGE))
          .put("bn3d", Case.of(new BatchNorm3d(4), VOLUME))
          .put("group_norm", Case.of(new GroupNorm(2, 4), IMAGE))
          .put("layer_norm", Case.of(new LayerNorm(8, 8), IMAGE))
          .put("layer_norm_plain", Case.of(new LayerNorm(1e-6, false, 8), IMAGE))
          .put("relu", Case.of(new ReLU(), IMAGE))
          .put("relu6", Case.of(new ReLU6(), IMAGE))
          .put("hardtanh", Case.of(new Hardtanh(), IMAGE))
          .put("hardtanh2", Case.of(new Hardtanh(-2, 2), IMAGE))
          .put("hardswish", Case.of(new Hardswish(), IMAGE))
          .put("hardsigmoid", Case.of(new Hardsigmoid(), IMAGE))
          .put("silu", Case.of(new SiLU(), IMAGE))
          .put("gelu", Case.of(new GELU(), IMAGE))
          .put("gelu_tanh", Case.of(new GELU("tanh"), IMAGE))
          .put("sigmoid", Case.of(new Sigmoid(), IMAGE))
          .put("tanh", Case.of(new Tanh(), IMAGE))
          .put("leaky", Case.of(new LeakyReLU(0.2), IMAGE))
          .put("elu", Case.of(new ELU(0.5), IMAGE))
          .put("celu", Case.of(new CELU(), IMAGE))
          .put("selu", Case.of(new SELU(), IMAGE))
          .put("softplus", Case.of(new Softplus(), IMAGE))
          .put("mish", Case.of(new Mish(), IMAGE))
          .put("prelu", Case.of(new PReLU(4), IMAGE))
          .put("softmax", Case.of(new Softmax(1), IMAGE))
          .put("log_softmax", Case.of(new LogSoftmax(-1), IMAGE))
          .put("glu", Case.of(new GLU(), IMAGE))
          .put("log_sigmoid", Case.of(new LogSigmoid(), IMAGE))
          .put("max_pool1d", Case.of(new MaxPool1d(3).stride(2).padding(1), LINE))
          .put("max_pool2d", Case.of(new MaxPool2d(3).stride(1).padding(1).dilation(2), IMAGE))
          .put(
              "max_pool2d_ceil",
              Case.of(new MaxPool2d(3).stride(2).padding(1).ceilMode(true), IMAGE))
          .put("max_pool3d", Case.of(new MaxPool3d(2), VOLUME))
          .put("avg_pool1d", Case.of(new AvgPool1d(2), LINE))
          .put(
              "avg_pool2d",
              Case.of(new AvgPool2d(3).stride(2).padding(1).countIncludePad(false), IMAGE))
          .put("avg_pool3d", Case.of(new AvgPool3d(2), VOLUME))
          .put("adaptive_avg1d", Case.of(new AdaptiveAvgPool1d(2), LINE))
          .put("adaptive_avg2d", Case.of(new AdaptiveAvgPool2d(2, 3), IMAGE))
          .put("adaptive_avg3d", Case.of(new AdaptiveAvgPool3d(2), VOLUME))
          .put("adaptive_max1d", Case.of(new AdaptiveMaxPool1d(2), LINE))
          .put("adaptive_max2d", Case.of(new AdaptiveMaxPool2d(1), IMAGE))
          .put("adaptive_max3d", Case.of(new AdaptiveMaxPool3d(2), VOLUME))
          .put("flatten", Case.of(new Flatten(), IMAGE))
          .put("flatten_part", Case.of(new Flatten(0, 1), IMAGE))
          .put("dropout", Case.of(new Dropout(0.1), IMAGE))
          .put("pixel_shuffle", Case.of(new PixelShuffle(2), IMAGE))
          .put("upsample", Case.of(new Upsample(2), IMAGE))
          .put("upsample_bilinear", Case.of(new Upsample(2, Upsample.Mode.BILINEAR), IMAGE))
          .put("linear", Case.of(new Linear(8, 3, false), IMAGE))
          .put(
              "embedding",
              Case.of(
                  new Embedding(10, 4, 0, Initializer.normal(1)),
                  Tensor.allocate(DType.INT64, Shape.of(2, 3))))
          .put(
              "lstm",
              Case.alone(new LSTM(8, 16).layers(2).bidirectional(true).dropout(0.1), SEQUENCE))
          .put("gru", Case.alone(new GRU(8, 16).batchFirst(true), SEQUENCE))
          .put("rnn", Case.alone(new RNN(8, 16).bias(false), SEQUENCE))
          .put("rnn_unbatched", Case.alone(new RNN(8, 16, RNN.Nonlinearity.RELU), STEP))
          .put(
              "lstm_states",
              Case.alone(
                  new LSTM(8, 16).layers(2).bidirectional(true),
                  SEQUENCE,
                  zeros(4, 5, 16),
                  zeros(4, 5, 16)))
          .put(
              "lstm_states_unbatched",
              Case.alone(new LSTM(8, 16), STEP, zeros(1, 16), zeros(1, 16)))
          .put("gru_states", Case.alone(new GRU(8, 16).batchFirst(true), SEQUENCE, zeros(1, 2, 16)))
          .put("rnn_states", Case.alone(new RNN(8, 16).bias(false), SEQUENCE, zeros(1, 5, 16)))
          .put(
              "rnn_states_unbatched",
              Case.alone(new RNN(8, 16, RNN.Nonlinearity.RELU), STEP, zeros(1, 16)))
          .put("lstm_cell", Case.alone(new LSTMCell(8, 16), STEP))
          .put("gru_cell", Case.alone(new GRUCell(8, 16), STEP))
          .put("rnn_cell", Case.alone(new RNNCell(8, 16, true, RNN.Nonlinearity.RELU), STEP))
          .put("lstm_cell_unbatched", Case.alone(new LSTMCell(8, 16, false), zeros(8)))
          .put(
              "attention_cross",
              Case.alone(new CrossAttention(), SEQUENCE, zeros(3, 5, 8), zeros(3, 5, 8)))
          .buildOrThrow();

  /** Attention as a part, under a name. */
  private static final class CrossAttention extends Module {
    private final MultiheadAttention attention = add("a", new MultiheadAttention(8, 2, false));

    @Override
    protected List<Variable> forward(List<Variable> inputs) {
      return attention.callAll(inputs);
    }

    @Override
    public List<String> argumentNames() {
      return List.of("query", "key", "value");
    }
  }

  private static Tensor zeros(long... sizes) {
    return Tensor.allocate(DType.FLOAT32, Shape.of(sizes));
  }

  static Stream<String> layers() {
    return CASES.keySet().stream();
  }

  private static Map<String, List<String>> expected() throws IOException {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> section = new ArrayList<>();
    try (InputStream file =
        Objects.requireNonNull(LayerTraceTest.class.getResourceAsStream("layers.txt"))) {
      for (String line :
          new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList()) {
        if (line.startsWith("# ")) {
          section = new ArrayList<>();
          sections.put(line.substring(2), section);
        } else {
          section.add(line);
        }
      }
    }
    return sections;
  }

  @Test
  void everyLayerOfTheFileIsTested() throws IOException {
    assertThat(CASES.keySet()).containsExactlyElementsIn(expected().keySet());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerLeavesTheNodesOfPyTorchs(String layer) throws IOException {
    Case tested = Objects.requireNonNull(CASES.get(layer));
    List<Node> nodes = Export.trace(tested.module, tested.inputs).graph().nodes();
    List<String> found = nodes.stream().map(LayerTraceTest::line).toList();
    assertThat(found)
        .containsExactlyElementsIn(Objects.requireNonNull(expected().get(layer)))
        .inOrder();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void tracedLayerComputesWhatItComputesAtOnce(String layer) {
    Case tested = Objects.requireNonNull(CASES.get(layer));
    Tensor[] inputs = tested.inputs.stream().map(LayerTraceTest::ramp).toArray(Tensor[]::new);
    List<Tensor> atOnce = tested.module.run(inputs);
    List<Tensor> traced = Export.trace(tested.module, tested.inputs).run(inputs);
    assertThat(atOnce).hasSize(traced.size());
    for (int i = 0; i < traced.size(); i++) {
      assertThat(atOnce.get(i).bitEquals(traced.get(i))).isTrue();
    }
  }

  /** Small numbers of both signs; whole ones where indices are wanted. */
  private static Tensor ramp(Tensor like) {
    Tensor result = Tensor.allocate(like.dtype(), like.shape());
    for (long i = 0; i < result.elements(); i++) {
      if (result.dtype() == DType.INT64) {
        result.setLong(i, i % 10);
      } else {
        result.setDouble(i, (i * 37 % 101 - 50) / 25.0);
      }
    }
    return result;
  }

  private static String line(Node node) {
    String arguments =
        node.op().arguments().stream()
            .map(a -> text(a, node.operands()))
            .collect(Collectors.joining(", "));
    return node.name()
        + " "
        + node.op().name()
        + "("
        + arguments
        + ") "
        + node.origin().torchFunction().orElseThrow().target();
  }

  private static String text(Argument argument, List<Value> operands) {
    return switch (argument) {
      case Argument.None _ -> "None";
      case Argument.Operand(int index) -> operands.get(index).toString();
      case Argument.Int(long value) -> Long.toString(value);
      case Argument.Float(double value) -> Double.toString(value);
      case Argument.Bool(boolean value) -> Boolean.toString(value);
      case Argument.Str(String value) -> value;
      case Argument.Type(DType value) -> value.torchName();
      case Argument.Device(String type, var _) -> type;
      case Argument.ListOf(var elements) ->
          elements.stream().map(e -> text(e, operands)).collect(Collectors.joining(", ", "[", "]"));
      default -> argument.toString();
    };
  }
}
