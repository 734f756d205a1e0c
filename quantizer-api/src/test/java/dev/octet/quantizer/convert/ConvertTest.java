package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.Networks.count;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.node;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.op.Argument;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.ObserverAssignments;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.observe.Observer;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ConvertTest {
  private static final String QUANTIZE = "quantized_decomposed.quantize_per_tensor.default";
  private static final String DEQUANTIZE = "quantized_decomposed.dequantize_per_tensor.default";
  private static final String DEQUANTIZE_CHANNELS =
      "quantized_decomposed.dequantize_per_channel.default";

  private static ExportedProgram linear() {
    Net net = new Net();
    Linear layer = net.with("linear", new Linear(6, 4));
    return Networks.trace(net.forward(layer::call), 3, 6);
  }

  private static QuantizedModel convert(
      ExportedProgram program, Quantizer quantizer, ConvertOptions options, Tensor input) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.run(input);
    return prepared.convert(options);
  }

  private static QuantizedModel convert(ExportedProgram program, Quantizer quantizer) {
    return convert(program, quantizer, ConvertOptions.defaults(), Networks.random(1, 3, 6));
  }

  private static Tensor state(QuantizedModel quantized, String name) {
    return Objects.requireNonNull(quantized.program().state().get(name));
  }

  private static void isCloseTo(ExportedProgram program, QuantizedModel quantized, Tensor x) {
    assertThat(Networks.distance(program.run(x).getFirst(), quantized.run(x).getFirst()))
        .isLessThan(0.1);
  }

  @Test
  void theWeightIsStoredAsIntegersAndTheFloatWeightIsGone() {
    ExportedProgram program = linear();
    QuantizedModel quantized = convert(program, SiteQuantizer.layers(ACTIVATION, WEIGHT));
    assertThat(quantized.program().state().keySet())
        .containsExactly("linear.bias", "_scale_0", "_zero_point_0", "_frozen_param0");
    assertThat(state(quantized, "_frozen_param0").dtype()).isEqualTo(DType.INT8);
    assertThat(state(quantized, "_zero_point_0").dtype()).isEqualTo(DType.INT64);
    assertThat(program.state().keySet()).contains("linear.weight");
    isCloseTo(program, quantized, Networks.random(1, 3, 6));
  }

  @Test
  void floatWeightsCanBeKept() {
    QuantizedModel quantized =
        convert(
            linear(),
            SiteQuantizer.layers(ACTIVATION, WEIGHT),
            ConvertOptions.defaults().withKeepFloatWeights(true),
            Networks.random(1, 3, 6));
    assertThat(quantized.program().state().keySet()).contains("linear.weight");
    assertThat(quantized.program().state().keySet()).contains("_frozen_param0");
  }

  @Test
  void withoutFoldingTheQuantizeOfTheWeightStays() {
    ExportedProgram program = linear();
    SiteQuantizer quantizer = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    Tensor x = Networks.random(1, 3, 6);
    QuantizedModel folded = convert(program, quantizer, ConvertOptions.defaults(), x);
    QuantizedModel open =
        convert(program, quantizer, ConvertOptions.defaults().withFoldQuantize(false), x);
    String op = "quantized_decomposed.quantize_per_channel.default";
    assertThat(count(folded.program().graph(), op)).isEqualTo(0);
    assertThat(count(open.program().graph(), op)).isEqualTo(1);
    assertThat(open.program().state().keySet()).contains("linear.weight");
    assertThat(folded.run(x).getFirst().bitEquals(open.run(x).getFirst())).isTrue();
  }

  @Test
  void whatComesBeforeTheQuantizeOfAWeightIsFoldedWithIt() {
    Net net = new Net();
    Linear first = net.with("first", new Linear(4, 4));
    ExportedProgram program =
        Networks.trace(net.forward(x -> x.matmul(x).add(first.call(x))), 4, 4);
    // A constant that is not quantized stays as it is.
    QuantizedModel quantized =
        convert(
            program,
            SiteQuantizer.layers(ACTIVATION, WEIGHT),
            ConvertOptions.defaults(),
            Networks.random(1, 4, 4));
    assertThat(count(quantized.program().graph(), DEQUANTIZE_CHANNELS)).isEqualTo(1);
  }

  @Test
  void dynamicQuantizationChoosesParametersAtEachRun() {
    QuantizationSpec dynamic =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.placeholder(0x1p-12))
            .range(0, 255)
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .dynamic(true)
            .build();
    ExportedProgram program = linear();
    // Nothing needs to be run: the weight is known.
    QuantizedModel quantized =
        Quantization.prepare(program, SiteQuantizer.layers(dynamic, WEIGHT)).convert();
    Graph graph = quantized.program().graph();
    assertThat(graph.nodes().stream().map(Node::name).toList())
        .containsExactly(
            "dequantize_per_channel_default",
            "choose_qparams_tensor",
            "quantize_per_tensor_tensor",
            "dequantize_per_tensor_tensor",
            "linear")
        .inOrder();
    assertThat(node(graph, "choose_qparams_tensor").op().argument("eps"))
        .isEqualTo(Argument.of(0x1p-12));
    isCloseTo(program, quantized, Networks.random(1, 3, 6));
    QuantizationSpec symmetric = dynamic.toBuilder().qscheme(QScheme.PER_TENSOR_SYMMETRIC).build();
    QuantizedModel second =
        Quantization.prepare(program, SiteQuantizer.layers(symmetric, WEIGHT)).convert();
    assertThat(
            count(second.program().graph(), "quantized_decomposed.choose_qparams_symmetric.tensor"))
        .isEqualTo(1);
    isCloseTo(program, second, Networks.random(1, 3, 6));
  }

  @Test
  void halfPrecisionWeightsAreConvertedThereAndBack() {
    QuantizationSpec half =
        QuantizationSpec.builder(DType.FLOAT16, ObserverKind.placeholder(0x1p-23)).build();
    ExportedProgram program = linear();
    SiteQuantizer quantizer =
        SiteQuantizer.of((graph, into) -> into.input(node(graph, "linear"), 1, half));
    QuantizedModel quantized = Quantization.prepare(program, quantizer).convert();
    assertThat(
            count(quantized.program().graph(), "quantized_decomposed.convert_element_type.no_fuse"))
        .isEqualTo(2);
    isCloseTo(program, quantized, Networks.random(1, 3, 6));
  }

  @Test
  void fixedParametersAppearAsTheyAre() {
    Net net = new Net();
    ExportedProgram program = Networks.trace(net.forward(x -> x.sigmoid()), 3, 6);
    FixedQParamsQuantizationSpec fixed =
        new FixedQParamsQuantizationSpec(DType.UINT8, 1.0 / 256, 0);
    QuantizedModel quantized =
        Quantization.prepare(
                program,
                SiteQuantizer.of(
                    (graph, into) -> into.output(node(graph, "sigmoid").result(), fixed)))
            .convert();
    Node quantize = node(quantized.program().graph(), "quantize_per_tensor_default");
    assertThat(((Quantize) quantize.op()).scale()).isEqualTo(1.0 / 256);
    assertThat(((Quantize) quantize.op()).zeroPoint()).isEqualTo(0);
  }

  @Test
  void theScaleOfABiasIsTheProductOfTheOthers() {
    for (boolean perChannel : List.of(false, true)) {
      QuantizationSpec weight =
          perChannel
              ? WEIGHT
              : QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
                  .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
                  .build();
      ExportedProgram program = linear();
      SiteQuantizer quantizer =
          SiteQuantizer.of((graph, into) -> {
            Node node = node(graph, "linear");
            Site input = Site.input(node, 0);
            into.input(node, 0, ACTIVATION)
                .input(node, 1, weight)
                .input(
                    node, 2, DerivedQuantizationSpec.bias(input, Site.input(node, 1), perChannel));
          });
      QuantizedModel quantized = convert(program, quantizer);
      Graph graph = quantized.program().graph();
      assertThat(count(graph, DEQUANTIZE_CHANNELS)).isEqualTo(perChannel ? 2 : 0);
      Tensor bias = state(quantized, "_frozen_param1");
      assertThat(bias.dtype()).isEqualTo(DType.INT32);
      assertThat(quantized.program().state().keySet()).doesNotContain("linear.bias");
      isCloseTo(program, quantized, Networks.random(1, 3, 6));
    }
  }

  @Test
  void eachAnnotatedReaderGetsItsOwnDequantizeAndOthersShareTheOriginal() {
    Net net = new Net();
    Conv2d first = net.with("first", new Conv2d(2, 2, 1));
    Conv2d second = net.with("second", new Conv2d(2, 2, 1));
    ExportedProgram program =
        Networks.trace(
            net.forward(x -> first.call(x).add(second.call(x)).add(x).mul(x)), 1, 2, 4, 4);
    SiteQuantizer layers = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    SiteQuantizer quantizer =
        SiteQuantizer.of((graph, into) -> {
          layers.annotateInto(graph, into);
          into.output(graph.value("x"), ACTIVATION);
        });
    Tensor x = Networks.random(2, 1, 2, 4, 4);
    QuantizedModel quantized = convert(program, quantizer, ConvertOptions.defaults(), x);
    Graph graph = quantized.program().graph();
    assertThat(count(graph, QUANTIZE)).isEqualTo(1);
    assertThat(count(graph, DEQUANTIZE)).isEqualTo(3);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Dequantize && graph.uses(node.result()).size() > 1) {
        assertThat(graph.uses(node.result()).stream().map(use -> use.user().name()).toList())
            .containsExactly("add_1", "mul");
      }
    }
  }

  @Test
  void anEdgeOfAnotherKindGetsASecondPairBehindThatOfTheOutput() {
    Net net = new Net();
    ExportedProgram program = Networks.trace(net.forward(x -> x.relu().tanh()), 3, 6);
    QuantizedModel quantized =
        convert(
            program,
            SiteQuantizer.of((graph, into) -> {
              into.output(node(graph, "relu").result(), MIN_MAX);
              into.input(node(graph, "tanh"), 0, ACTIVATION);
            }));
    Graph graph = quantized.program().graph();
    assertThat(graph.nodes().stream().map(node -> node.op().name().base()).toList())
        .containsExactly(
            "relu",
            "quantize_per_tensor",
            "dequantize_per_tensor",
            "quantize_per_tensor",
            "dequantize_per_tensor",
            "tanh")
        .inOrder();
  }

  @Test
  void aQuantizerMayExchangeTheObserverOfAWholeGroup() {
    FixedQParamsQuantizationSpec fixed = new FixedQParamsQuantizationSpec(DType.UINT8, 0.125, 42);
    SiteQuantizer layers = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    Quantizer exchanging =
        new Quantizer() {
          @Override
          public Annotations annotate(ExportedProgram program, Annotations earlier) {
            return layers.annotate(program, earlier);
          }

          @Override
          public void assignObservers(ObserverAssignments assignments) {
            Site input = assignments.sites().getFirst();
            assertThat(assignments.sharing(input)).containsExactly(input);
            assignments.replace(input, Observer.of(fixed));
          }
        };
    QuantizedModel quantized = convert(linear(), exchanging);
    Node quantize = node(quantized.program().graph(), "quantize_per_tensor_default");
    assertThat(((Quantize) quantize.op()).scale()).isEqualTo(0.125);
    assertThat(((Quantize) quantize.op()).zeroPoint()).isEqualTo(42);
  }

  @Test
  void aQuantizedProgramIsNotPreparedAgain() {
    QuantizedModel quantized = convert(linear(), SiteQuantizer.layers(ACTIVATION, WEIGHT));
    InputException error =
        assertThrows(
            InputException.class,
            () ->
                Quantization.prepare(
                    quantized.program(), SiteQuantizer.layers(ACTIVATION, WEIGHT)));
    assertThat(error).hasMessageThat().contains("quantized already");
  }

  @Test
  void recordingObserversCannotBeConverted() {
    QuantizationSpec recording =
        QuantizationSpec.builder(DType.INT8, new ObserverKind.Recording()).build();
    PreparedModel prepared =
        Quantization.prepare(linear(), SiteQuantizer.layers(recording, WEIGHT));
    prepared.run(Networks.random(1, 3, 6));
    ConvertException error = assertThrows(ConvertException.class, prepared::convert);
    assertThat(error).hasMessageThat().contains("RecordingObserver");
  }

  @Test
  void preparingTwiceGivesEqualModels() {
    ExportedProgram program = linear();
    SiteQuantizer quantizer = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    assertThat(convert(program, quantizer).program().graph())
        .isEqualTo(convert(program, quantizer).program().graph());
  }
}
