package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.op.HasWeight;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.convert.ConvertOptions;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.quantizer.xpu.XpuInductorQuantizer;
import dev.octet.quantizer.xpu.XpuPreset;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Golden programs quantized and written as arithmetic on integers. */
final class GoldenRepresentationTest {
  /** Roundings that differ by one quantum in a layer go through all layers after it. */
  private static final double SOME_QUANTA = 2e-2;

  private static final ImmutableMap<String, Quantizer> QUANTIZERS =
      ImmutableMap.of(
          "x86", X86InductorQuantizer.preset(X86Preset.DEFAULT),
          "x86_dynamic", X86InductorQuantizer.preset(X86Preset.DYNAMIC),
          "xpu", XpuInductorQuantizer.preset(XpuPreset.DEFAULT));

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Stream.of("mlp", "resnet_small", "conv1d", "inception_like", "mobilenet_block")
        .flatMap(model -> QUANTIZERS.keySet().stream().map(q -> Arguments.of(model, q)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesInIntegersWhatTheQuantizedGraphGives(String model, String configuration) {
    ExportedProgram program = Export.read(Goldens.program(model));
    PreparedModel prepared =
        Quantization.prepare(program, Objects.requireNonNull(QUANTIZERS.get(configuration)));
    prepared.calibrate(Goldens.calibration(model), 2, () -> {});
    QuantizedModel pairs = prepared.convert();
    QuantizedModel integers =
        prepared.convert(ConvertOptions.defaults().withReferenceRepresentation(true));
    for (Node node : integers.program().graph().nodes()) {
      assertThat(node.op().name().base()).doesNotContain("quantize");
      if (node.op() instanceof HasWeight op && isQuantized(pairs, node)) {
        assertWithMessage("input of %s", node)
            .that(node.operand(op.inputOperand()).tensorType().dtype().isInteger())
            .isTrue();
      }
    }
    assertThat(integers.report()).isEqualTo(pairs.report());

    Path file = folder.resolve("integers.pt2");
    Export.write(integers.program(), file);
    Tensor[] inputs = Goldens.inputs(model).toArray(Tensor[]::new);
    List<Tensor> expected = pairs.run(inputs);
    List<Tensor> outputs = integers.run(inputs);
    List<Tensor> again = Export.read(file).run(inputs);
    for (int i = 0; i < expected.size(); i++) {
      assertWithMessage("output %s", i)
          .that(Goldens.relativeError(expected.get(i), outputs.get(i)))
          .isAtMost(SOME_QUANTA);
      assertWithMessage("output %s after writing and reading", i)
          .that(again.get(i).bitEquals(outputs.get(i)))
          .isTrue();
    }
  }

  /** Whether the report has a layer of the same module and operator in int8. */
  private static boolean isQuantized(QuantizedModel model, Node layer) {
    return model.report().nodes().stream()
        .anyMatch(report ->
            report.isInt8()
                && report.modulePath().equals(layer.origin().modulePath())
                && report.op().equals(layer.op().name().toString()));
  }
}
