package dev.octet.quantizer.compare;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.quantizer.compare.ComparedNetworks.COARSE;
import static dev.octet.quantizer.compare.ComparedNetworks.LAYERS;
import static dev.octet.quantizer.compare.ComparedNetworks.NOTHING;
import static dev.octet.quantizer.compare.ComparedNetworks.accumulated;
import static dev.octet.quantizer.compare.ComparedNetworks.compare;
import static dev.octet.quantizer.compare.ComparedNetworks.isolated;
import static dev.octet.quantizer.compare.ComparedNetworks.mlp;
import static dev.octet.quantizer.compare.ComparedNetworks.quantize;
import static dev.octet.quantizer.compare.ComparedNetworks.residual;
import static dev.octet.quantizer.compare.ComparedNetworks.samples;

import dev.octet.graph.Node;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.nn.Variable;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.convert.ConvertOptions;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comparisons say of networks that are quantized in various ways. */
final class ComparisonTest {
  @Test
  void theNodeThatIsBadByItselfIsFound() {
    Quantizer second =
        SiteQuantizer.of((graph, into) -> {
          for (String name : List.of("linear", "linear_1", "linear_2")) {
            Node node = SiteQuantizer.node(graph, name);
            into.input(node, 0, name.equals("linear_1") ? COARSE : SiteQuantizer.MIN_MAX);
            into.input(node, 1, SiteQuantizer.WEIGHT);
          }
        });
    ComparisonResult result = compare(mlp(), second, 4, 8);
    assertThat(result.samples()).isEqualTo(2);
    assertThat(result.nodes().stream().map(NodeComparison::node))
        .containsExactly("linear", "relu", "linear_1", "relu_1", "linear_2")
        .inOrder();
    assertThat(result.worst(1).getFirst().node()).isEqualTo("linear_1");
    assertThat(result.worst(1).getFirst().modulePath()).isEqualTo("second");
    assertThat(result.worst(9)).hasSize(3);
    assertThat(isolated(result, "linear_1")).isLessThan(20);
    // Those behind it suffer, but not by themselves; those before it do not.
    assertThat(accumulated(result, "relu_1")).isLessThan(20);
    assertThat(result.node("relu_1").isolated()).isEmpty();
    assertThat(accumulated(result, "linear_2")).isLessThan(25);
    assertThat(isolated(result, "linear_2")).isGreaterThan(35);
    assertThat(accumulated(result, "linear")).isGreaterThan(30);
    assertThat(isolated(result, "linear")).isEqualTo(accumulated(result, "linear"));
    assertThat(result.worstAccumulated(1).getFirst().node())
        .isAnyOf("linear_1", "relu_1", "linear_2");
    assertThat(result.outputs()).containsExactly(result.node("%linear_2").accumulated());
  }

  @Test
  void accumulatedIsWhatBothProgramsGiveByThemselves() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    List<List<Tensor>> samples = samples(3, 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples);
    ComparisonResult result = Comparison.between(program, quantized).on(samples);
    for (NodeComparison node : result.nodes()) {
      double signal = 0;
      double noise = 0;
      double largest = 0;
      long elements = 0;
      for (List<Tensor> sample : samples) {
        double[] x = ComparedValues.of(program, sample, node.node());
        double[] y = ComparedValues.of(quantized.program(), sample, node.quantizedNode());
        for (int i = 0; i < x.length; i++) {
          signal += Math.pow(x[i], 2);
          noise += Math.pow(x[i] - y[i], 2);
          largest = Math.max(largest, Math.abs(x[i] - y[i]));
        }
        elements += x.length;
      }
      TensorError error = node.accumulated();
      assertWithMessage(node.node())
          .that(error.sqnr())
          .isWithin(1e-9)
          .of(10 * Math.log10(signal / noise));
      assertThat(error.maxError()).isEqualTo(largest);
      assertThat(error.rmsError()).isWithin(1e-12).of(Math.sqrt(noise / elements));
      assertThat(error.elements()).isEqualTo(elements);
    }
  }

  @Test
  void isolatedIsTheNodeOnFloatValuesWithItsOwnScales() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    List<List<Tensor>> samples = samples(2, 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples);
    ComparisonResult result = Comparison.between(program, quantized).on(samples);
    double signal = 0;
    double noise = 0;
    for (List<Tensor> sample : samples) {
      double[] expected = ComparedValues.of(program, sample, "linear_1");
      double[] found =
          ComparedValues.quantizedLinear(
              quantized.program(), "linear_1", ComparedValues.of(program, sample, "relu"));
      for (int i = 0; i < expected.length; i++) {
        signal += Math.pow(expected[i], 2);
        noise += Math.pow(expected[i] - found[i], 2);
      }
    }
    assertThat(isolated(result, "linear_1")).isWithin(1e-3).of(10 * Math.log10(signal / noise));
    assertThat(isolated(result, "linear_1")).isNotEqualTo(accumulated(result, "linear_1"));
  }

  @Test
  void aFoldedBatchNormIsComparedWithItsLayer() {
    ComparisonResult result = compare(residual(), LAYERS, 1, 3, 8, 8);
    assertThat(result.nodes().stream().map(node -> node.node() + " " + node.quantizedNode()))
        .containsExactly(
            "batch_norm conv2d", "relu relu", "batch_norm_1 conv2d_1", "add add", "relu_1 relu_1")
        .inOrder();
    NodeComparison second = result.node("batch_norm_1");
    assertThat(second).isSameInstanceAs(result.node("conv2d_1"));
    assertThat(second.operator()).isEqualTo("aten.conv2d.default");
    assertThat(second.modulePath()).isEqualTo("second");
    assertThat(second.isolated().orElseThrow().sqnr()).isGreaterThan(30);
    assertThat(result.node("add").isolated()).isEmpty();
    assertThat(accumulated(result, "add")).isGreaterThan(30);
  }

  @Test
  void foldingAloneLosesNextToNothing() {
    ComparisonResult result = compare(residual(), NOTHING, 1, 3, 8, 8);
    assertThat(result.nodes()).hasSize(5);
    for (NodeComparison node : result.nodes()) {
      assertWithMessage(node.node()).that(node.accumulated().sqnr()).isGreaterThan(100);
      assertThat(node.isolated()).isEmpty();
    }
    assertThat(result.worst(3)).isEmpty();
  }

  @Test
  void aBatchNormThatStaysIsComparedWithItself() {
    Net net = new Net();
    Conv2d layer = net.with("layer", new Conv2d(3, 4, 3));
    BatchNorm2d norm = net.with("norm", new BatchNorm2d(4));
    net.forward(x -> {
      Variable y = layer.call(x);
      return norm.call(y).add(y);
    });
    ComparisonResult result = compare(net, LAYERS, 1, 3, 8, 8);
    assertThat(result.nodes().stream().map(NodeComparison::quantizedNode))
        .containsExactly("conv2d", "batch_norm", "add")
        .inOrder();
    assertThat(result.node("batch_norm").quantizedNode()).isEqualTo("batch_norm");
    assertThat(accumulated(result, "conv2d")).isGreaterThan(30);
  }

  @Test
  void eachCallOfAModuleIsComparedByItself() {
    Net net = new Net();
    Linear layer = net.with("layer", new Linear(8, 8));
    ComparisonResult result =
        compare(net.forward(x -> layer.call(layer.call(x).relu())), LAYERS, 4, 8);
    assertThat(isolated(result, "linear")).isEqualTo(accumulated(result, "linear"));
    assertThat(isolated(result, "linear_1")).isGreaterThan(accumulated(result, "linear_1"));
    assertThat(result.node("linear_1").modulePath()).startsWith("layer");
  }

  @Test
  void aQuantizedOutputIsComparedBehindDequantize() {
    Quantizer output =
        SiteQuantizer.of(
            (graph, into) -> into.output(SiteQuantizer.node(graph, "linear_1").result(), COARSE));
    ComparisonResult result = compare(mlp(), output, 4, 8);
    assertThat(isolated(result, "linear_1")).isLessThan(25);
    assertThat(result.node("linear_1").isolated()).hasValue(result.node("linear_1").accumulated());
    assertThat(accumulated(result, "relu")).isPositiveInfinity();
    // What reads it has asked for nothing.
    assertThat(result.worst(5)).hasSize(1);
    assertThat(accumulated(result, "relu_1")).isLessThan(25);
  }

  @Test
  void whatReaderAndOutputQuantizeTogetherCountsForBoth() {
    Quantizer both =
        SiteQuantizer.of((graph, into) -> {
          into.output(SiteQuantizer.node(graph, "linear_1").result(), COARSE);
          into.input(SiteQuantizer.node(graph, "relu_1"), 0, COARSE);
        });
    ComparisonResult result = compare(mlp(), both, 4, 8);
    assertThat(result.worst(5).stream().map(NodeComparison::node))
        .containsExactly("linear_1", "relu_1");
    assertThat(isolated(result, "relu_1")).isEqualTo(accumulated(result, "relu_1"));
  }

  @Test
  void whatOneReaderQuantizesIsItsOwn() {
    Quantizer reader =
        SiteQuantizer.of(
            (graph, into) -> into.input(SiteQuantizer.node(graph, "linear_1"), 0, COARSE));
    ComparisonResult result = compare(mlp(), reader, 4, 8);
    assertThat(accumulated(result, "relu")).isPositiveInfinity();
    assertThat(isolated(result, "linear_1")).isLessThan(25);
  }

  @Test
  void quantizationAtRunTime() {
    QuantizationSpec dynamic =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.placeholder(0x1p-12))
            .range(0, 255)
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .dynamic(true)
            .build();
    ComparisonResult result =
        compare(mlp(), SiteQuantizer.layers(dynamic, SiteQuantizer.WEIGHT), 4, 8);
    assertThat(isolated(result, "linear_2")).isGreaterThan(30);
    assertThat(isolated(result, "linear_2")).isNotEqualTo(accumulated(result, "linear_2"));
  }

  @Test
  void halfPrecision() {
    QuantizationSpec half =
        QuantizationSpec.builder(DType.FLOAT16, ObserverKind.placeholder(0x1p-12)).build();
    Quantizer outputs =
        SiteQuantizer.of(
            (graph, into) -> into.output(SiteQuantizer.node(graph, "linear_1").result(), half));
    ComparisonResult result = compare(mlp(), outputs, 4, 8);
    assertThat(isolated(result, "linear_1")).isGreaterThan(60);
    assertThat(isolated(result, "linear_1")).isLessThan(90);
  }

  @Test
  void severalResultsOfANodeCountTogether() {
    Net net = new Net();
    Linear layer = net.with("layer", new Linear(8, 8));
    net.forward(x -> {
      List<Variable> parts = layer.call(x).chunk(2, 1);
      return parts.get(0).add(parts.get(1));
    });
    ComparisonResult result = compare(net, LAYERS, 4, 8);
    NodeComparison chunk =
        result.nodes().stream()
            .filter(node -> node.operator().matches("aten\\.(chunk|split).*"))
            .findFirst()
            .orElseThrow();
    assertThat(chunk.accumulated().elements()).isEqualTo(2 * 4 * 8);
    assertThat(chunk.accumulated().sqnr()).isWithin(1e-9).of(accumulated(result, "linear"));
  }

  @Test
  void theReferenceRepresentationIsComparedWhereItHasFloats() {
    ExportedProgram program = Networks.trace(residual(), 1, 3, 8, 8);
    PreparedModel prepared = Quantization.prepare(program, LAYERS);
    List<List<Tensor>> samples = samples(2, 1, 3, 8, 8);
    prepared.calibrate(samples);
    QuantizedModel quantized =
        prepared.convert(ConvertOptions.defaults().withReferenceRepresentation(true));
    ComparisonResult result = Comparison.between(program, quantized).on(samples);
    assertThat(accumulated(result, "relu_1")).isGreaterThan(25);
    assertThat(result.outputs().getFirst().sqnr()).isGreaterThan(25);
  }
}
