package dev.octet.quantizer.convert;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.Networks.count;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;
import static dev.octet.quantizer.SiteQuantizer.concat;
import static dev.octet.quantizer.SiteQuantizer.node;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.nn.BatchNorm2d;
import dev.octet.nn.BatchNorm3d;
import dev.octet.nn.Conv2d;
import dev.octet.nn.Conv3d;
import dev.octet.nn.ConvTranspose2d;
import dev.octet.nn.ConvTranspose3d;
import dev.octet.nn.Functional;
import dev.octet.nn.Module;
import dev.octet.nn.Torch;
import dev.octet.nn.Variable;
import dev.octet.op.AtenOps;
import dev.octet.op.Convolution;
import dev.octet.op.Dequantize;
import dev.octet.op.Quantize;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
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
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quantizers written for one network, as PyTorch's own tests of prepare and convert have them. */
final class UpstreamQuantizersTest {
  private static final QuantizationSpec TENSOR_WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.minMax(0x1p-12))
          .range(-127, 127)
          .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
          .build();

  private static Graph converted(ExportedProgram program, SiteQuantizer quantizer) {
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    Tensor[] inputs =
        program.userInputs().stream()
            .map(value -> Networks.random(3, value.tensorType().shape().toArray()))
            .toArray(Tensor[]::new);
    prepared.run(inputs);
    return prepared.convert().program().graph();
  }

  private static String counts(Graph graph) {
    return "q"
        + count(graph, "quantized_decomposed.quantize_per_tensor.default")
        + " d"
        + count(graph, "quantized_decomposed.dequantize_per_tensor.default")
        + " c"
        + count(graph, "quantized_decomposed.dequantize_per_channel.default");
  }

  private static void annotate(Node layer, QuantizationSpec weight, Annotations.Builder into) {
    into.input(layer, 0, MIN_MAX).input(layer, 1, weight);
  }

  private static void shareAll(Node node, int concrete, Annotations.Builder into) {
    SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(node, concrete));
    for (int i = 0; i < node.operands().size(); i++) {
      into.input(node, i, i == concrete ? MIN_MAX : shared);
    }
    into.output(node.result(), shared);
  }

  @Test
  void simpleQuantizer() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 2, 3));
    Graph graph =
        converted(
            Networks.trace(net.forward(conv::call), 1, 2, 5, 5),
            SiteQuantizer.of((g, into) -> {
              annotate(node(g, "conv2d"), WEIGHT, into);
              into.output(node(g, "conv2d").result(), MIN_MAX);
            }));
    assertThat(counts(graph)).isEqualTo("q2 d2 c1");
    assertThat(graph.nodes().stream().map(node -> node.op().name().base()).toList())
        .containsExactly(
            "dequantize_per_channel",
            "quantize_per_tensor",
            "dequantize_per_tensor",
            "conv2d",
            "quantize_per_tensor",
            "dequantize_per_tensor")
        .inOrder();
  }

  @Test
  void withoutAnOutputSpecNothingIsObservedBehindTheLayer() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 2, 3));
    Graph graph =
        converted(
            Networks.trace(net.forward(conv::call), 1, 2, 5, 5),
            SiteQuantizer.layers(MIN_MAX, TENSOR_WEIGHT));
    assertThat(counts(graph)).isEqualTo("q1 d2 c0");
  }

  @Test
  void maxPoolSharesWithWhatItReads() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(2, 2, 3));
    Graph graph =
        converted(
            Networks.trace(net.forward(x -> Functional.maxPool2d(conv.call(x), 2)), 1, 2, 6, 6),
            SiteQuantizer.of((g, into) -> {
              annotate(node(g, "conv2d"), TENSOR_WEIGHT, into);
              into.output(node(g, "conv2d").result(), MIN_MAX);
              Node pool = node(g, "max_pool2d");
              SharedQuantizationSpec shared =
                  new SharedQuantizationSpec(Site.output(node(g, "conv2d").result()));
              into.input(pool, 0, shared).output(pool.result(), shared);
            }));
    assertThat(counts(graph)).isEqualTo("q3 d4 c0");
    assertThat(scales(graph, 1)).isEqualTo(scales(graph, 2));
  }

  private static List<Number> scales(Graph graph, int index) {
    Quantize op =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Quantize)
            .skip(index)
            .map(node -> (Quantize) node.op())
            .findFirst()
            .orElseThrow();
    return List.of(op.scale(), op.zeroPoint());
  }

  private static Graph concats(boolean two, boolean swapped) {
    Net net = new Net();
    Conv2d a = net.with("a", new Conv2d(2, 2, 3));
    Conv2d b = net.with("b", new Conv2d(2, 2, 3));
    Conv2d c = net.with("c", new Conv2d(2, 2, 3));
    net.forward(x -> {
      Variable first = Torch.cat(List.of(a.call(x), b.call(x.mul(2))), 1);
      if (!two) {
        return first;
      }
      Variable third = c.call(x.mul(3));
      return Torch.cat(swapped ? List.of(third, first) : List.of(first, third), 1);
    });
    return converted(
        Networks.trace(net, 1, 2, 5, 5),
        SiteQuantizer.of((g, into) -> {
          for (Node node : g.nodes()) {
            if (node.op() instanceof Convolution) {
              annotate(node, TENSOR_WEIGHT, into);
              into.output(node.result(), MIN_MAX);
            }
          }
          shareAll(concat(g, 0), 0, into);
          if (two) {
            shareAll(concat(g, 1), swapped ? 1 : 0, into);
          }
        }));
  }

  @Test
  void concatenationsShareOneObserverWithTheirInputs() {
    assertThat(counts(concats(false, false))).isEqualTo("q5 d7 c0");
    assertThat(counts(concats(true, false))).isEqualTo("q8 d11 c0");
    assertThat(counts(concats(true, true))).isEqualTo("q8 d11 c0");
    Graph graph = concats(true, true);
    List<List<Number>> ofConcats =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Quantize)
            .filter(node ->
                graph
                    .producer(node.operand(0))
                    .map(producer -> !producer.op().name().base().equals("mul"))
                    .orElse(false))
            .map(node -> (Quantize) node.op())
            .<List<Number>>map(op -> List.of(op.scale(), op.zeroPoint()))
            .distinct()
            .toList();
    assertThat(ofConcats).hasSize(1);
  }

  @Test
  void layersWithBatchNormAndReluAreFoldedAndQuantized() {
    layerWithBatchNorm(new ConvTranspose2d(2, 3, 3), new BatchNorm2d(3), 1, 2, 5, 5);
    layerWithBatchNorm(new Conv3d(2, 3, 3), new BatchNorm3d(3), 1, 2, 4, 4, 4);
    layerWithBatchNorm(new ConvTranspose3d(2, 3, 3), new BatchNorm3d(3), 1, 2, 4, 4, 4);
  }

  private static void layerWithBatchNorm(Module layer, Module norm, long... sizes) {
    Net net = new Net();
    net.with("layer", layer);
    net.with("norm", norm);
    ExportedProgram program =
        Networks.trace(net.forward(x -> Functional.relu(norm.call(layer.call(x)))), sizes);
    Graph graph =
        converted(
            program,
            SiteQuantizer.of((g, into) -> {
              annotate(g.nodes().getFirst(), TENSOR_WEIGHT, into);
              into.output(g.nodes().getLast().result(), MIN_MAX);
            }));
    assertThat(counts(graph)).isEqualTo("q2 d3 c0");
    assertThat(count(graph, "aten.batch_norm.default")).isEqualTo(0);
  }

  @Test
  void groupedConvolutionsTakeAScaleForEachChannel() {
    Net net = new Net();
    Conv2d conv = net.with("conv", new Conv2d(4, 4, 3).groups(2));
    ExportedProgram program = Networks.trace(net.forward(conv::call), 1, 4, 5, 5);
    assertThat(counts(converted(program, SiteQuantizer.layers(MIN_MAX, WEIGHT))))
        .isEqualTo("q1 d1 c1");
  }

  /** A bf16 program: dequantize says that it gives bf16, and int16 is as good a type as int8. */
  @Test
  void dequantizeGivesTheTypeThatWasQuantized() {
    for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      Graph float16 =
          Graph.build(b -> {
            Value x = b.input("x", TensorType.of(dtype, 2, 3));
            b.output(b.call(AtenOps.RELU, x));
          });
      ExportedProgram program = program(float16);
      QuantizationSpec wide =
          QuantizationSpec.builder(DType.INT16, ObserverKind.minMax(0x1p-12))
              .qscheme(QScheme.PER_TENSOR_AFFINE)
              .build();
      PreparedModel prepared =
          Quantization.prepare(
              program, SiteQuantizer.of((g, into) -> into.input(node(g, "relu"), 0, wide)));
      Tensor x = Networks.random(1, 2, 3).to(dtype, Arena.ofAuto());
      prepared.run(x);
      var quantized = prepared.convert();
      Node dequantize = node(quantized.program().graph(), "dequantize_per_tensor_default");
      assertThat(((Dequantize) dequantize.op()).dtype()).isEqualTo(DType.INT16);
      assertThat(((Dequantize) dequantize.op()).outDType()).isEqualTo(dtype);
      assertThat(Networks.distance(program.run(x).getFirst(), quantized.run(x).getFirst()))
          .isLessThan(0.02);
    }
  }

  private static ExportedProgram program(Graph graph) {
    ExportedProgram some = Networks.trace(new Net().forward(Variable::relu), 2, 3);
    assertThat(some.inputs()).containsExactly(new InputSpec.User());
    assertThat(some.outputs()).containsExactly(new OutputSpec.User());
    return some.withGraph(graph);
  }
}
