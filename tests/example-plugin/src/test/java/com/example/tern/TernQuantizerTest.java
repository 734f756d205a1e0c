package com.example.tern;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import dev.octet.op.Convolution;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Linear;
import dev.octet.op.Quantize;
import dev.octet.op.Softmax;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.ComposableQuantizer;
import dev.octet.quantizer.EmbeddingQuantizer;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.AnnotationException;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import dev.octet.testkit.quantizer.ConformanceModel;
import dev.octet.testkit.quantizer.GoldenModels;
import dev.octet.testkit.quantizer.QuantizerConformance;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TernQuantizerTest {
  @TempDir Path folder;

  private static Quantizer tern(String preset) {
    return QuantizerProviders.installed().create("tern", preset);
  }

  private static PreparedModel prepare(String model, Quantizer quantizer) {
    ConformanceModel golden = GoldenModels.load(model);
    PreparedModel prepared = Quantization.prepare(golden.program(), quantizer);
    prepared.run(golden.calibration().getFirst());
    return prepared;
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "minmax"})
  void keepsTheContract(String preset) {
    QuantizerConformance.of(() -> tern(preset)).sqnrAtLeast(25).check();
  }

  @Test
  void keepsTheContractInCompany() {
    QuantizerConformance.of(() -> ComposableQuantizer.of(new EmbeddingQuantizer(), tern("default")))
        .sqnrAtLeast(25)
        .check();
  }

  @Test
  void anAdditionHasOneScale() {
    PreparedModel prepared = prepare("residual", tern("default"));
    ObserverGroup group =
        prepared.observers().stream()
            .filter(observer -> observer.sites().contains(new Site.Input("add", 0)))
            .findFirst()
            .orElseThrow();
    assertThat(group.sites())
        .containsAtLeast(
            new Site.Input("add", 0), new Site.Input("add", 1), new Site.Output("add"));
  }

  @Test
  void aSoftmaxGivesStepsOfOne256th() {
    Graph graph = prepare("attention", tern("default")).convert().program().graph();
    Node softmax =
        graph.nodes().stream().filter(n -> n.op() instanceof Softmax).findFirst().orElseThrow();
    Node quantize = graph.uses(softmax.result()).getFirst().user();
    assertThat(((Quantize) quantize.op()).scale()).isEqualTo(1.0 / 256);
    assertThat(((Quantize) quantize.op()).zeroPoint()).isEqualTo(-128);
    assertThat(((Quantize) quantize.op()).argument("quant_min")).isEqualTo(Argument.of(-128L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"conv_bn_relu", "mlp", "shared_conv", "residual"})
  void aBiasHasTheScaleOfTheProducts(String model) {
    QuantizedModel quantized = prepare(model, tern("default")).convert();
    ExportedProgram program = quantized.program();
    int layers = 0;
    for (Node node : program.graph().nodes()) {
      boolean layer = node.op() instanceof Convolution || node.op() instanceof Linear;
      if (layer && node.op().operandIndex("bias").isPresent()) {
        Node weight = producer(program, node, "weight");
        Node bias = producer(program, node, "bias");
        float activation = (float) scale(producer(program, node, "input"));
        Tensor factors = state(program, weight, 1);
        Tensor scales = state(program, bias, 1);
        assertThat(state(program, weight, 0).dtype()).isEqualTo(DType.INT8);
        assertThat(state(program, bias, 0).dtype()).isEqualTo(DType.INT32);
        for (int i = 0; i < scales.elements(); i++) {
          assertThat(scales.getFloat(i)).isEqualTo(activation * factors.getFloat(i));
        }
        layers++;
      }
    }
    assertThat(layers).isAtLeast(2);
  }

  private static Node producer(ExportedProgram program, Node node, String parameter) {
    int operand = node.op().operandIndex(parameter).orElseThrow();
    return program.graph().producer(node.operand(operand)).orElseThrow();
  }

  private static double scale(Node dequantize) {
    return dequantize.op().argument("scale") instanceof Argument.Float(double scale)
        ? scale
        : Double.NaN;
  }

  private static Tensor state(ExportedProgram program, Node dequantize, int operand) {
    assertThat(dequantize.op()).isInstanceOf(DequantizePerChannel.class);
    int index = program.graph().inputs().indexOf(dequantize.operand(operand));
    String name =
        program.inputs().get(index) instanceof InputSpec.Buffer(var buffer, var _) ? buffer : "";
    return Objects.requireNonNull(program.state().get(name));
  }

  @Test
  void everyNodeHasAReason() {
    PreparedModel prepared = prepare("text_classifier", tern("default"));
    assertThat(prepared.explain("softmax").orElseThrow().reason()).isEqualTo(Reason.QUANTIZED);
    assertThat(prepared.explain("embedding").orElseThrow().reason())
        .isEqualTo(Reason.OUTSIDE_RECIPE);
    assertThat(prepared.explain("add").orElseThrow().reason()).isEqualTo(Reason.SHAPES_DIFFER);
  }

  @Test
  void unsignedTypesAreRefused() {
    QuantizationSpec bytes =
        QuantizationSpec.builder(DType.UINT8, ObserverKind.minMax(0x1p-12))
            .qscheme(QScheme.PER_TENSOR_AFFINE)
            .build();
    AnnotationException e =
        assertThrows(
            AnnotationException.class, () -> prepare("mlp", new TernQuantizer(bytes, bytes)));
    assertThat(e).hasMessageThat().contains("found u8 by u8");
  }

  @Test
  void aProgramFindsItByName() {
    Path model = GoldenModels.program("mlp");
    List<List<Tensor>> batches = GoldenModels.batches("mlp");
    Path quantized = folder.resolve("quantized.pt2");
    Quantizer quantizer = QuantizerProviders.installed().create("tern", "default");
    PreparedModel prepared = Quantization.prepare(Export.read(model), quantizer);
    prepared.calibrate(batches);
    Export.write(prepared.convert().program(), quantized);
    assertThat(Export.read(quantized).state().get("_frozen_param0")).isNotNull();
  }

  @Test
  void presetsAreListedAndOthersRefused() {
    TernProvider provider = new TernProvider();
    assertThat(provider.presets().stream().map(preset -> preset.name()).toList())
        .containsExactly("default", "minmax");
    assertThrows(InputException.class, () -> provider.create("maxmin"));
    assertThat(tern("default")).isNotEqualTo(tern("minmax"));
    assertThat(List.of(tern("default"))).containsExactly(tern("default"));
  }
}
