package dev.octet.quantizer;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.SiteQuantizer.ACTIVATION;
import static dev.octet.quantizer.SiteQuantizer.MIN_MAX;
import static dev.octet.quantizer.SiteQuantizer.WEIGHT;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.nn.Embedding;
import dev.octet.nn.Linear;
import dev.octet.op.Argument;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddingQuantizerTest {
  private static final Tensor INDICES = Tensor.of(new long[] {0, 5, 3, 3, 1, 2, 4, 0}, 2, 4);

  @TempDir Path folder;

  /** A table of 6 by 4, and a linear layer behind it. */
  private static ExportedProgram network() {
    Net net = new Net();
    Embedding table = net.with("table", new Embedding(6, 4));
    Linear head = net.with("head", new Linear(4, 3));
    net.forward(x -> head.call(table.call(x))).seed(7);
    return Export.trace(net, List.of(INDICES));
  }

  private static ExportedProgram tableOnly() {
    Net net = new Net();
    Embedding table = net.with("table", new Embedding(6, 4));
    net.forward(table::call).seed(7);
    return Export.trace(net, List.of(INDICES));
  }

  /** The formula in float32, written out for one row. */
  private static float[] scaleAndZeroPoint(Tensor table, int row) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = row * 4; i < row * 4 + 4; i++) {
      low = Math.min(low, table.getFloat(i));
      high = Math.max(high, table.getFloat(i));
    }
    float scale = (high - low) / 255f;
    if (scale <= 0x1p-12f) {
      scale = 1;
    }
    return new float[] {scale, -1 * low / scale};
  }

  @Test
  void theTableIsStoredAsBytesWithARealZeroPointForEachRow() {
    ExportedProgram program = tableOnly();
    QuantizedModel quantized = Quantization.prepare(program, new EmbeddingQuantizer()).convert();
    Graph graph = quantized.program().graph();
    assertThat(graph.nodes().stream().map(node -> node.op().name().toString()).toList())
        .containsExactly(
            "quantized_decomposed.dequantize_per_channel.default", "aten.embedding.default")
        .inOrder();
    assertThat(quantized.program().state().keySet())
        .containsExactly("_scale_0", "_zero_point_0", "_frozen_param0");
    Tensor scales = state(quantized, "_scale_0");
    Tensor zeroPoints = state(quantized, "_zero_point_0");
    Tensor integers = state(quantized, "_frozen_param0");
    assertThat(integers.toString()).startsWith("u8[6, 4]");
    assertThat(scales.toString()).startsWith("f32[6]");
    assertThat(zeroPoints.toString()).startsWith("f32[6]");
    Tensor table = state(program, "table.weight");
    for (int row = 0; row < 6; row++) {
      float[] expected = scaleAndZeroPoint(table, row);
      assertThat(scales.getFloat(row)).isEqualTo(expected[0]);
      assertThat(zeroPoints.getFloat(row)).isEqualTo(expected[1]);
      for (int i = row * 4; i < row * 4 + 4; i++) {
        float moved = (float) Math.rint(table.getFloat(i) * (1 / expected[0])) + expected[1];
        // PyTorch cuts to the range, then drops what is behind the point.
        long byteValue = (long) Math.min(Math.max(moved, 0), 255);
        assertThat(integers.getLong(i)).isEqualTo(byteValue);
      }
    }
    Node dequantize = graph.nodes().getFirst();
    assertThat(dequantize.op().argument("axis")).isEqualTo(Argument.of(0L));
    assertThat(dequantize.op().argument("quant_max")).isEqualTo(Argument.of(255L));
    assertThat(
            Networks.distance(program.run(INDICES).getFirst(), quantized.run(INDICES).getFirst()))
        .isLessThan(0.05);
  }

  @Test
  void theTableIsABufferAndNoActivationIsQuantized() {
    PreparedModel prepared = Quantization.prepare(network(), new EmbeddingQuantizer());
    assertThat(prepared.observers()).hasSize(1);
    assertThat(prepared.explain("embedding").orElseThrow().reason()).isEqualTo(Reason.WEIGHT_ONLY);
    assertThat(prepared.explain("linear").orElseThrow().reason()).isEqualTo(Reason.OUTSIDE_RECIPE);
    assertThat(prepared.convert().program().inputs())
        .contains(new InputSpec.Buffer("_frozen_param0", true));
  }

  @Test
  void aQuantizedTableIsWrittenAndReadBack() {
    QuantizedModel quantized = Quantization.prepare(network(), new EmbeddingQuantizer()).convert();
    Path file = folder.resolve("table.pt2");
    Export.write(quantized.program(), file);
    Tensor again = Export.read(file).run(INDICES).getFirst();
    assertThat(again.bitEquals(quantized.run(INDICES).getFirst())).isTrue();
  }

  @Test
  void itIsComposedWithAQuantizerOfLayers() {
    ExportedProgram program = network();
    Quantizer layers = SiteQuantizer.layers(ACTIVATION, WEIGHT);
    PreparedModel prepared =
        Quantization.prepare(program, ComposableQuantizer.of(new EmbeddingQuantizer(), layers));
    prepared.run(INDICES);
    QuantizedModel quantized = prepared.convert();
    Graph graph = quantized.program().graph();
    assertThat(Networks.count(graph, "quantized_decomposed.dequantize_per_channel.default"))
        .isEqualTo(2);
    assertThat(Networks.count(graph, "quantized_decomposed.quantize_per_tensor.default"))
        .isEqualTo(1);
    assertThat(state(quantized, "_frozen_param0").dtype()).isEqualTo(DType.UINT8);
    assertThat(state(quantized, "_frozen_param1").dtype()).isEqualTo(DType.INT8);
    assertThat(
            Networks.distance(program.run(INDICES).getFirst(), quantized.run(INDICES).getFirst()))
        .isLessThan(0.1);
  }

  @Test
  void aTableThatIsTakenIsLeftAlone() {
    ExportedProgram program = tableOnly();
    Node node = program.graph().nodes().getFirst();
    Annotations earlier =
        Annotations.builder(program.graph()).output(node.result(), MIN_MAX).build();
    Annotations made = new EmbeddingQuantizer().annotate(program, earlier);
    assertThat(made.sites()).isEmpty();
    assertThat(made.decision("embedding").orElseThrow().reason())
        .isEqualTo(Reason.ANNOTATED_BEFORE);
  }

  private static Tensor state(QuantizedModel model, String name) {
    return state(model.program(), name);
  }

  private static Tensor state(ExportedProgram program, String name) {
    Tensor tensor = program.state().get(name);
    if (tensor == null) {
      throw new AssertionError("no " + name + " in " + program.state().keySet());
    }
    return tensor;
  }
}
