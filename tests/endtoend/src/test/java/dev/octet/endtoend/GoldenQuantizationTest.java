package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.program.ExportedProgram;
import dev.octet.program.GraphJson;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
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

/** Every golden program, quantized in seven ways as PyTorch and torchao do. */
final class GoldenQuantizationTest {
  /** One flipped rounding moves an output by about a quantum. */
  private static final double ONE_QUANTUM = 2e-2;

  private static final ImmutableMap<String, Quantizer> QUANTIZERS =
      ImmutableMap.of(
          "x86", X86InductorQuantizer.preset(X86Preset.DEFAULT),
          "x86_reduce_range", X86InductorQuantizer.preset(X86Preset.REDUCE_RANGE),
          "x86_dynamic", X86InductorQuantizer.preset(X86Preset.DYNAMIC),
          "x86_minmax", X86InductorQuantizer.preset(X86Preset.MINMAX),
          "x86_movavg", X86InductorQuantizer.preset(X86Preset.MOVING_AVERAGE),
          "xpu", XpuInductorQuantizer.preset(XpuPreset.DEFAULT),
          "xpu_symmetric", XpuInductorQuantizer.preset(XpuPreset.SYMMETRIC));

  @TempDir Path folder;

  static Stream<Arguments> cases() {
    return Goldens.models().stream()
        .flatMap(model -> QUANTIZERS.keySet().stream().map(q -> Arguments.of(model, q)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void quantizesAsPyTorchDoes(String model, String configuration) {
    ExportedProgram program = Export.read(Goldens.program(model));
    Quantizer quantizer = Objects.requireNonNull(QUANTIZERS.get(configuration));
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    prepared.calibrate(Goldens.calibration(model), 2, () -> {});
    Path observed = folder.resolve("prepared.json");
    prepared.writeGraph(observed);
    assertThat(
            FxGraphs.differences(
                Goldens.quantizedGraph(model, configuration, "prepared"), observed))
        .isEmpty();

    QuantizedModel quantized = prepared.convert();
    Path converted = folder.resolve("converted.json");
    GraphJson.write(quantized.program(), converted);
    assertThat(
            FxGraphs.differences(
                Goldens.quantizedGraph(model, configuration, "converted"), converted))
        .isEmpty();

    Path file = folder.resolve("quantized.pt2");
    Export.write(quantized.program(), file);
    Tensor[] inputs = Goldens.inputs(model).toArray(Tensor[]::new);
    List<Tensor> outputs = quantized.run(inputs);
    List<Tensor> again = Export.read(file).run(inputs);
    List<Tensor> expected = Goldens.quantizedOutputs(model, configuration);
    assertThat(outputs).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertWithMessage("output %s", i)
          .that(Goldens.relativeError(expected.get(i), outputs.get(i)))
          .isAtMost(ONE_QUANTUM);
      assertWithMessage("output %s after writing and reading", i)
          .that(again.get(i).bitEquals(outputs.get(i)))
          .isTrue();
    }
  }
}
