package dev.octet.quantizer.compare;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Linear;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
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
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  /** Four steps for all values: bad on purpose. */
  private static final QuantizationSpec COARSE =
      SiteQuantizer.MIN_MAX.toBuilder().range(-2, 1).build();

  private static final Quantizer NOTHING = SiteQuantizer.of((_, _) -> {});
  private static final Quantizer LAYERS =
      SiteQuantizer.layers(SiteQuantizer.MIN_MAX, SiteQuantizer.WEIGHT);

  private static QuantizedModel quantize(
      ExportedProgram program, Quantizer quantizer, List<List<Tensor>> batches) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.calibrate(batches);
    return prepared.convert();
  }

  private static List<List<Tensor>> samples(int count, long... sizes) {
    return IntStream.range(0, count)
        .mapToObj(i -> List.of(Networks.random(40 + i, sizes)))
        .toList();
  }

  private static ComparisonResult compare(Module module, Quantizer quantizer, long... sizes) {
    ExportedProgram program = Networks.trace(module, sizes);
    List<List<Tensor>> samples = samples(2, sizes);
    return Comparison.between(program, quantize(program, quantizer, samples)).on(samples);
  }

  private static double isolated(ComparisonResult result, String node) {
    return result.node(node).isolated().orElseThrow().sqnr();
  }

  private static double accumulated(ComparisonResult result, String node) {
    return result.node(node).accumulated().sqnr();
  }

  private static Net mlp() {
    Net net = new Net();
    Linear first = net.with("first", new Linear(8, 16));
    Linear second = net.with("second", new Linear(16, 16));
    Linear third = net.with("third", new Linear(16, 4));
    return net.forward(x -> third.call(second.call(first.call(x).relu()).relu()));
  }

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

  private static Net residual() {
    Net net = new Net();
    Conv2d first = net.with("first", new Conv2d(3, 4, 3).padding(1));
    BatchNorm2d firstNorm = net.with("firstNorm", new BatchNorm2d(4));
    Conv2d second = net.with("second", new Conv2d(4, 4, 3).padding(1).bias(false));
    BatchNorm2d secondNorm = net.with("secondNorm", new BatchNorm2d(4));
    return net.forward(x -> {
      Variable y = firstNorm.call(first.call(x)).relu();
      return secondNorm.call(second.call(y)).add(y).relu();
    });
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
  void samplesMayDifferInSize() {
    Module module = mlp();
    module.seed(7);
    ExportedProgram program =
        Export.trace(
            module,
            List.of(Networks.random(1, 4, 8)),
            DynamicShapes.none().with("x", 0, Dim.of("batch").min(2)));
    QuantizedModel quantized = quantize(program, LAYERS, samples(2, 4, 8));
    List<List<Tensor>> samples =
        List.of(List.of(Networks.random(1, 3, 8)), List.of(Networks.random(2, 7, 8)));
    ComparisonResult result = Comparison.between(program, quantized).on(samples);
    assertThat(result.node("linear_1").accumulated().elements()).isEqualTo((3 + 7) * 16);
    assertThat(isolated(result, "linear_1")).isGreaterThan(15);
    assertThat(isolated(result, "linear_1")).isNotEqualTo(accumulated(result, "linear_1"));
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

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    ExportedProgram program = Networks.trace(residual(), 1, 3, 8, 8);
    List<List<Tensor>> samples = samples(9, 1, 3, 8, 8);
    Comparison comparison = Comparison.between(program, quantize(program, LAYERS, samples));
    ComparisonResult one = comparison.on(samples);
    assertThat(comparison.withThreads(2).on(samples)).isEqualTo(one);
    assertThat(comparison.withThreads(20).with(Evaluator.reference()).on(samples)).isEqualTo(one);
    assertThrows(InputException.class, () -> comparison.withThreads(0));
  }

  @Test
  void samplesThatDoNotFitAreNamed() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    Comparison comparison =
        Comparison.between(program, quantize(program, LAYERS, samples(1, 4, 8)));
    List<List<Tensor>> samples =
        List.of(List.of(Networks.random(1, 4, 8)), List.of(Networks.random(1, 4, 9)));
    for (Comparison each : List.of(comparison, comparison.withThreads(2))) {
      assertThat(assertThrows(InputException.class, () -> each.on(samples)))
          .hasMessageThat()
          .startsWith("sample 1 (counted from 0): input %x is f32[4, 9], expected f32[4, 8]");
      assertThat(assertThrows(InputException.class, () -> each.on(List.of(List.of()))))
          .hasMessageThat()
          .contains("0 inputs were given");
      assertThat(assertThrows(InputException.class, () -> each.on(List.of())))
          .hasMessageThat()
          .contains("there is no sample");
    }
  }

  @Test
  void anotherProgramIsRefused() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples(1, 4, 8));
    ExportedProgram wider = Networks.trace(mlp(), 5, 8);
    assertThat(assertThrows(InputException.class, () -> Comparison.between(wider, quantized)))
        .hasMessageThat()
        .contains("the float program takes [%x f32[5, 8]], the quantized one [%x f32[4, 8]]");
    ExportedProgram other = Networks.trace(new Net().forward(Variable::sigmoid), 4, 8);
    assertThat(assertThrows(InputException.class, () -> Comparison.between(other, quantized)))
        .hasMessageThat()
        .contains("no node in common");
  }

  @Test
  void aNameThatIsMissingIsAnswered() {
    ComparisonResult result = compare(mlp(), LAYERS, 4, 8);
    assertThat(assertThrows(InputException.class, () -> result.node("liner_1")))
        .hasMessageThat()
        .contains("linear_1");
  }

  @Test
  void notFiniteSamplesAreWorseThanAnything() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples(1, 4, 8));
    Tensor infinite = Networks.random(1, 4, 8);
    infinite.setDouble(3, Double.POSITIVE_INFINITY);
    ComparisonResult result = Comparison.between(program, quantized).on(List.of(List.of(infinite)));
    assertThat(accumulated(result, "linear")).isNegativeInfinity();
    assertThat(result.node("linear").accumulated().cosine()).isNaN();
  }

  @Test
  void writtenAsJsonAndMarkdown() throws IOException {
    Quantizer last =
        SiteQuantizer.of((graph, into) ->
            into.input(SiteQuantizer.node(graph, "linear_2"), 0, SiteQuantizer.MIN_MAX));
    ComparisonResult result = compare(mlp(), last, 4, 8);
    JsonNode root = new ObjectMapper().readTree(result.toJson());
    assertThat(root.get("samples").intValue()).isEqualTo(2);
    assertThat(root.get("outputs").get(0).get("sqnr_db").doubleValue())
        .isEqualTo(accumulated(result, "linear_2"));
    JsonNode first = root.get("nodes").get(0);
    assertThat(first.get("name").textValue()).isEqualTo("linear");
    assertThat(first.get("op").textValue()).isEqualTo("aten.linear.default");
    assertThat(first.get("accumulated").get("sqnr_db").textValue()).isEqualTo("inf");
    assertThat(first.has("isolated")).isFalse();
    JsonNode fifth = root.get("nodes").get(4);
    assertThat(fifth.get("module").textValue()).isEqualTo("third");
    assertThat(fifth.get("isolated").get("elements").longValue()).isEqualTo(2 * 4 * 4);
    assertThat(result.toMarkdown())
        .contains("| linear | linear | aten.linear.default | first |  | inf | 0.00000 |");
    assertThat(result.toMarkdown().lines().filter(line -> line.contains("aten."))).hasSize(5);
  }
}
