package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.compare.Comparison;
import dev.octet.quantizer.compare.ComparisonResult;
import dev.octet.quantizer.compare.NodeComparison;
import dev.octet.quantizer.spec.Site;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.quantizer.xpu.XpuInductorQuantizer;
import dev.octet.quantizer.xpu.XpuPreset;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every golden program compared with what three quantizers make of it. */
final class GoldenComparisonTest {
  private static final ImmutableMap<String, Quantizer> QUANTIZERS =
      ImmutableMap.of(
          "x86", X86InductorQuantizer.preset(X86Preset.DEFAULT),
          "x86_dynamic", X86InductorQuantizer.preset(X86Preset.DYNAMIC),
          "xpu", XpuInductorQuantizer.preset(XpuPreset.DEFAULT));

  static Stream<Arguments> models() {
    return QUANTIZERS.keySet().stream()
        .flatMap(
            quantizer -> Goldens.models().stream().map(model -> Arguments.of(model, quantizer)));
  }

  private static QuantizedModel quantize(ExportedProgram program, String model, String quantizer) {
    PreparedModel prepared =
        Quantization.prepare(program, Objects.requireNonNull(QUANTIZERS.get(quantizer)));
    prepared.calibrate(Goldens.calibration(model));
    return prepared.convert();
  }

  private static Map<String, double[]> values(ExportedProgram program, List<Tensor> inputs) {
    Map<String, double[]> values = new HashMap<>();
    program.run(
        Evaluator.reference(),
        inputs,
        Arena.ofAuto(),
        (value, tensor) -> values.put(value.name(), tensor.toDoubleArray()));
    return values;
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("models")
  void errorsAreThoseOfTheTwoPrograms(String model, String quantizer) {
    ExportedProgram program = Export.read(Goldens.program(model));
    QuantizedModel quantized = quantize(program, model, quantizer);
    List<Tensor> inputs = Goldens.inputs(model);
    ComparisonResult result = Comparison.between(program, quantized).on(List.of(inputs));
    Map<String, double[]> floats = values(program, inputs);
    Map<String, double[]> integers = values(quantized.program(), inputs);
    int checked = 0;
    for (NodeComparison node : result.nodes()) {
      double[] x = floats.get(node.node());
      double[] y = integers.get(node.quantizedNode());
      // Nodes with several results, and outputs that are quantized for all, have other names.
      if (x == null
          || y == null
          || quantized.annotations().spec(new Site.Output(node.quantizedNode())).isPresent()) {
        continue;
      }
      double largest = 0;
      for (int i = 0; i < x.length; i++) {
        largest = Math.max(largest, Math.abs(x[i] - y[i]));
      }
      assertWithMessage(node.node()).that(node.accumulated().maxError()).isEqualTo(largest);
      checked++;
    }
    assertThat(checked).isGreaterThan(0);
    assertThat(result.outputs()).hasSize(program.run(inputs.toArray(Tensor[]::new)).size());
    for (NodeComparison node : result.worst(result.nodes().size())) {
      assertWithMessage(node.toString())
          .that(node.isolated().orElseThrow().sqnr())
          .isGreaterThan(15);
    }
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("models")
  void aCompiledComparisonSaysTheSame(String model, String quantizer) {
    ExportedProgram program = Export.read(Goldens.program(model));
    Comparison comparison = Comparison.between(program, quantize(program, model, quantizer));
    List<List<Tensor>> samples = List.of(Goldens.inputs(model));
    ComparisonResult slow = comparison.on(samples);
    try (CompiledEvaluator fast = Lowering.evaluator(comparison.program(), Target.cpu())) {
      ComparisonResult result = comparison.with(fast).on(samples);
      assertThat(result.nodes()).hasSize(slow.nodes().size());
      for (int i = 0; i < result.nodes().size(); i++) {
        NodeComparison one = result.nodes().get(i);
        NodeComparison other = slow.nodes().get(i);
        assertThat(one.node()).isEqualTo(other.node());
        assertThat(one.isolated().isPresent()).isEqualTo(other.isolated().isPresent());
        assertWithMessage("%s %s", one, other)
            .that(Math.min(100, one.accumulated().sqnr()))
            .isWithin(3)
            .of(Math.min(100, other.accumulated().sqnr()));
      }
    }
  }
}
