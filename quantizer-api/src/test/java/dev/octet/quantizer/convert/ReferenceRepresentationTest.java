package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.Networks.count;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.nn.Conv1d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Conv3d;
import dev.octet.nn.Functional;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.op.Add;
import dev.octet.op.Convolution;
import dev.octet.op.HasWeight;
import dev.octet.op.MaxPool;
import dev.octet.op.Relu;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs in integers, against the same programs with quantize and dequantize. */
final class ReferenceRepresentationTest {
  private static ExportedProgram program(Module layer, long... sizes) {
    Net net = new Net();
    net.with("layer", layer);
    return Networks.trace(net.forward(layer::call), sizes);
  }

  private static ExportedProgram withRelu(Module layer, long... sizes) {
    Net net = new Net();
    net.with("layer", layer);
    return Networks.trace(net.forward(x -> Functional.relu(layer.call(x))), sizes);
  }

  private static SiteQuantizer layers(QuantizationSpec input, Scheme scheme, boolean output) {
    return SiteQuantizer.of((graph, into) -> {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof HasWeight op) {
          into.input(node, op.inputOperand(), input);
          into.input(node, op.weightOperand(), scheme.weight());
        }
      }
      if (output) {
        into.output(graph.nodes().getLast().result(), scheme.activation());
      }
    });
  }

  private static BothForms staticLayers(ExportedProgram program, Scheme scheme) {
    return BothForms.of(program, layers(scheme.activation(), scheme, true));
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void staticLinear(Scheme scheme) {
    for (boolean bias : new boolean[] {true, false}) {
      Linear linear = new Linear(9, 7, bias);
      staticLayers(program(linear, 4, 9), scheme)
          .agreesWithinOneQuantum()
          .computes(dev.octet.op.Linear.class, DType.INT32);
      staticLayers(withRelu(new Linear(9, 7, bias), 2, 3, 9), scheme)
          .agreesWithinOneQuantum()
          .computes(dev.octet.op.Linear.class, DType.INT32);
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void dynamicLinear(Scheme scheme) {
    for (boolean bias : new boolean[] {true, false}) {
      BothForms.of(
              program(new Linear(9, 7, bias), 2, 3, 9), layers(scheme.dynamic(), scheme, false))
          .agreesWithin(1e-5)
          .computes(dev.octet.op.Linear.class, DType.INT32);
    }
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void linearWhoseResultStaysAFloat(Scheme scheme) {
    BothForms.of(program(new Linear(9, 7), 4, 9), layers(scheme.activation(), scheme, false))
        .agreesWithin(1e-5)
        .computes(dev.octet.op.Linear.class, DType.INT32);
  }

  /** 70,000 products of a byte and a byte do not fit 32 bits. */
  @ParameterizedTest
  @EnumSource(
      value = Scheme.class,
      names = {"INT8_TENSOR", "UINT8_CHANNEL"})
  void sumsThatDoNotFitInt32AreInInt64(Scheme scheme) {
    staticLayers(program(new Linear(70_000, 2), 1, 70_000), scheme)
        .agreesWithinOneQuantum()
        .computes(dev.octet.op.Linear.class, DType.INT64);
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void convolutions(Scheme scheme) {
    List<ExportedProgram> plain =
        List.of(
            program(new Conv2d(4, 6, 3), 2, 4, 7, 8),
            program(new Conv2d(4, 6, 3).bias(false), 2, 4, 7, 8),
            program(new Conv2d(4, 6, 3).padding(1).stride(2), 2, 4, 7, 8),
            program(new Conv2d(4, 6, 3).padding(1).groups(2), 2, 4, 7, 8),
            program(new Conv2d(4, 4, 3).padding(1).groups(4), 2, 4, 7, 8),
            withRelu(new Conv2d(4, 6, 3).padding(1), 2, 4, 7, 8),
            program(new Conv1d(4, 6, 3).padding(1), 2, 4, 9),
            program(new Conv3d(2, 3, 2).padding(1), 1, 2, 4, 5, 4));
    for (ExportedProgram program : plain) {
      staticLayers(program, scheme)
          .agreesWithinOneQuantum()
          .computes(Convolution.class, DType.INT32);
    }
    staticLayers(program(new Conv2d(4, 6, 3).padding(2).dilation(2).groups(2), 2, 4, 9, 9), scheme)
        .agreesWithinOneQuantum()
        .computes(Convolution.class, DType.INT64);
    BothForms.of(
            program(new Conv2d(4, 6, 3).padding(1), 2, 4, 7, 8),
            layers(scheme.activation(), scheme, false))
        .agreesWithin(1e-5)
        .computes(Convolution.class, DType.INT32);
  }

  private static BiConsumer<Graph, Annotations.Builder> sum(Scheme scheme) {
    return (graph, into) -> {
      for (Node node : graph.nodes()) {
        if (node.op() instanceof Add) {
          into.input(node, 0, scheme.activation()).input(node, 1, scheme.activation());
        }
      }
      into.output(graph.nodes().getLast().result(), scheme.activation());
    };
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void add(Scheme scheme) {
    ExportedProgram program = Networks.trace(new Net().forward(x -> x.tanh().add(x)), 3, 5);
    BothForms pair = BothForms.of(program, SiteQuantizer.of(sum(scheme))).agreesWithinOneQuantum();
    pair.computes(Add.class, DType.INT32);
    assertThat(count(pair.graph(), "aten.add.Tensor")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void addRelu(Scheme scheme) {
    ExportedProgram program =
        Networks.trace(new Net().forward(x -> Functional.relu(x.tanh().add(x))), 3, 5);
    BothForms pair = BothForms.of(program, SiteQuantizer.of(sum(scheme))).agreesWithinOneQuantum();
    pair.computes(Add.class, DType.INT32);
    assertThat(pair.graph().nodes().stream().anyMatch(node -> node.op() instanceof Relu)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void maxPool(Scheme scheme) {
    ExportedProgram program =
        Networks.trace(
            new Net()
                .forward(x ->
                    Functional.maxPool2d(
                        x, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1})),
            2,
            3,
            7,
            7);
    QuantizationSpec activation = scheme.activation();
    BothForms.of(
            program,
            SiteQuantizer.of((graph, into) -> {
              Node pool = graph.nodes().getFirst();
              into.input(pool, 0, activation).output(pool.result(), activation);
            }))
        .agreesWithinOneQuantum()
        .computes(MaxPool.class, DType.INT32);
    BothForms.of(
            program,
            SiteQuantizer.of((graph, into) -> {
              Node pool = graph.nodes().getFirst();
              into.input(pool, 0, activation)
                  .output(pool.result(), new SharedQuantizationSpec(Site.input(pool, 0)));
            }))
        .agreesWithin(0)
        .computes(MaxPool.class, scheme.dtype);
  }

  /** Operators without an integer form read what was dequantized, to the last bit. */
  @ParameterizedTest
  @EnumSource(Scheme.class)
  void quantizePerTensor(Scheme scheme) {
    ExportedProgram program = Networks.trace(new Net().forward(x -> x.tanh().mul(x)), 3, 5);
    BothForms pair =
        BothForms.of(
                program,
                SiteQuantizer.of((graph, into) -> {
                  Node product = graph.nodes().getLast();
                  into.input(product, 0, scheme.activation()).input(product, 1, scheme.dynamic());
                  into.output(product.result(), scheme.activation());
                }))
            .agreesWithin(0);
    BothForms.assertNothingIsQuantized(pair.graph());
    assertThat(count(pair.graph(), "aten.round.default")).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(value = Scheme.class, names = ".*CHANNEL|NARROW.*", mode = EnumSource.Mode.MATCH_ANY)
  void quantizePerChannel(Scheme scheme) {
    for (int axis = 0; axis < 3; axis++) {
      int channels = axis;
      QuantizationSpec spec =
          QuantizationSpec.builder(scheme.dtype, ObserverKind.perChannelMinMax(0x1p-12))
              .range(scheme.min, scheme.max)
              .qscheme(scheme.weights)
              .channelAxis(channels)
              .build();
      BothForms pair =
          BothForms.of(
                  Networks.trace(new Net().forward(Variable::tanh), 2, 3, 4),
                  SiteQuantizer.of((graph, into) -> into.input(graph.nodes().getFirst(), 0, spec)))
              .agreesWithin(0);
      BothForms.assertNothingIsQuantized(pair.graph());
      assertThat(count(pair.graph(), "aten.round.default")).isEqualTo(1);
    }
  }

  /** Weights with a scale for each input channel are no factors of a sum over these. */
  @ParameterizedTest
  @EnumSource(Scheme.class)
  void weightsWithScalesAlongAnotherAxisAreMultipliedInFloat(Scheme scheme) {
    QuantizationSpec inputChannels =
        QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
            .range(-128, 127)
            .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
            .channelAxis(1)
            .build();
    BothForms pair =
        BothForms.of(
                program(new Linear(9, 7), 4, 9),
                SiteQuantizer.layers(scheme.activation(), inputChannels))
            .agreesWithin(0);
    BothForms.assertNothingIsQuantized(pair.graph());
    Node linear =
        pair.graph().nodes().stream()
            .filter(node -> node.op() instanceof dev.octet.op.Linear)
            .findFirst()
            .orElseThrow();
    assertThat(linear.operand(0).tensorType().dtype()).isEqualTo(DType.FLOAT32);
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void floatWeightsAreQuantizedInTheGraphIfTheyAreNotFolded(Scheme scheme) {
    ExportedProgram program = program(new Linear(9, 7), 4, 9);
    PreparedModel prepared =
        Quantization.prepare(program, layers(scheme.activation(), scheme, true));
    prepared.run(BothForms.inputs(program, 1));
    ConvertOptions unfolded = ConvertOptions.defaults().withFoldQuantize(false);
    new BothForms(
            prepared.convert(unfolded),
            prepared.convert(unfolded.withReferenceRepresentation(true)))
        .agreesWithinOneQuantum()
        .computes(dev.octet.op.Linear.class, DType.INT32);
  }

  /** The report tells of quantization, not of how the result is written down. */
  @ParameterizedTest
  @EnumSource(Scheme.class)
  void theReportIsThatOfTheQuantizedGraph(Scheme scheme) {
    BothForms pair = staticLayers(withRelu(new Conv2d(4, 6, 3), 2, 4, 7, 8), scheme);
    assertThat(pair.integers().report()).isEqualTo(pair.pairs().report());
    assertThat(pair.integers().report().int8Share()).isEqualTo(1.0);
    assertThat(pair.integers().explain("conv2d")).isEqualTo(pair.pairs().explain("conv2d"));
  }

  /** Nodes that a layer becomes belong to the module of the layer. */
  @ParameterizedTest
  @EnumSource(Scheme.class)
  void arithmeticStaysWithItsModule(Scheme scheme) {
    BothForms pair = staticLayers(withRelu(new Conv2d(4, 6, 3), 2, 4, 7, 8), scheme);
    for (Node node : pair.graph().nodes()) {
      if (node.op() instanceof Convolution || node.op().name().base().equals("clamp")) {
        assertThat(node.origin().modulePath()).isIn(List.of("layer", ""));
      }
    }
    assertThat(
            pair.graph().nodes().stream()
                .filter(node -> node.origin().modulePath().equals("layer"))
                .count())
        .isAtLeast(5);
  }
}
