package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.LedgerEntry;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.quantizer.xpu.XpuInductorQuantizer;
import dev.octet.quantizer.xpu.XpuPreset;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every golden program, float and quantized in seven ways, compiled for this processor: its outputs
 * are those that PyTorch has, and a saved program gives the same bits as the one that was saved.
 * The same on an OpenCL device, where drivers take long to compile: each program in one of the ways
 * by default, and in all of them with {@code -Doctet.golden.xpu=all}.
 */
final class CompiledGoldenTest {
  /** The order of summation differs from PyTorch's. */
  private static final double FLOAT = 1e-4;

  /** One flipped rounding moves an output by about a quantum. */
  private static final double ONE_QUANTUM = 2e-2;

  /** bfloat16 has 8 significant bits, and errors of several layers add up. */
  private static final double MIXED = 5e-2;

  private static final ImmutableMap<String, Quantizer> QUANTIZERS =
      ImmutableMap.of(
          "x86", X86InductorQuantizer.preset(X86Preset.DEFAULT),
          "x86_reduce_range", X86InductorQuantizer.preset(X86Preset.REDUCE_RANGE),
          "x86_dynamic", X86InductorQuantizer.preset(X86Preset.DYNAMIC),
          "x86_minmax", X86InductorQuantizer.preset(X86Preset.MINMAX),
          "x86_movavg", X86InductorQuantizer.preset(X86Preset.MOVING_AVERAGE),
          "xpu", XpuInductorQuantizer.preset(XpuPreset.DEFAULT),
          "xpu_symmetric", XpuInductorQuantizer.preset(XpuPreset.SYMMETRIC));

  private static final String FLOAT_MODEL = "float";
  private static final String MIXED_MODEL = "x86_reduce_range in bf16";

  /** All that is tried on an OpenCL device. */
  private static final ImmutableList<String> DEVICE_FORMS =
      ImmutableList.<String>builder()
          .add(FLOAT_MODEL)
          .addAll(QUANTIZERS.keySet())
          .add(MIXED_MODEL)
          .build();

  @TempDir Path folder;

  static Stream<String> models() {
    return Goldens.models().stream();
  }

  static Stream<Arguments> quantizedModels() {
    return Goldens.models().stream()
        .flatMap(model -> QUANTIZERS.keySet().stream().map(q -> Arguments.of(model, q)));
  }

  /** Quantizes a model; what calibrates it is compiled too. */
  private static ExportedProgram quantized(String model, String configuration) {
    PreparedModel prepared =
        Quantization.prepare(
            Export.read(Goldens.program(model)),
            Objects.requireNonNull(QUANTIZERS.get(configuration)));
    try (CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), Target.cpu())) {
      prepared.withEvaluator(evaluator).calibrate(Goldens.calibration(model));
    }
    return prepared.convert().program();
  }

  private Ledger check(
      String model,
      ExportedProgram program,
      Target target,
      List<Tensor> expected,
      double tolerance) {
    Tensor[] inputs = Goldens.inputs(model).toArray(Tensor[]::new);
    Path file = folder.resolve("m.octet");
    try (CompiledModel compiled = Lowering.compile(program, target)) {
      List<Tensor> outputs = compiled.run(inputs);
      Ledger ledger = compiled.ledger(List.of(inputs));
      assertWithMessage("%s", ledger).that(outputs).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertWithMessage("output %s\n%s", i, ledger)
            .that(Goldens.relativeError(expected.get(i), outputs.get(i)))
            .isAtMost(tolerance);
      }
      compiled.save(file);
      try (CompiledModel loaded = Lowering.load(file)) {
        List<Tensor> again = loaded.run(inputs);
        for (int i = 0; i < expected.size(); i++) {
          assertWithMessage("output %s after saving and loading", i)
              .that(again.get(i).bitEquals(outputs.get(i)))
              .isTrue();
        }
      }
      return ledger;
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void floatModelGivesPyTorchsOutputs(String model) {
    check(model, Export.read(Goldens.program(model)), Target.cpu(), Goldens.outputs(model), FLOAT);
  }

  @ParameterizedTest
  @MethodSource("models")
  void floatModelGivesPyTorchsOutputsWithoutTheLibrary(String model) {
    check(
        model,
        Export.read(Goldens.program(model)),
        Target.cpu().portable(),
        Goldens.outputs(model),
        FLOAT);
  }

  @ParameterizedTest
  @MethodSource("quantizedModels")
  void quantizedModelGivesPyTorchsOutputs(String model, String configuration) {
    check(
        model,
        quantized(model, configuration),
        Target.cpu(),
        Goldens.quantizedOutputs(model, configuration),
        ONE_QUANTUM);
  }

  @ParameterizedTest
  @MethodSource("models")
  void quantizedModelMayComputeTheRestInBfloat16(String model) {
    check(
        model,
        quantized(model, "x86_reduce_range"),
        Target.cpu().autocast(DType.BFLOAT16),
        Goldens.quantizedOutputs(model, "x86_reduce_range"),
        MIXED);
  }

  /** One form for each model, another one for the next, or all of them. */
  static Stream<Arguments> modelsOfDevices() {
    boolean all = System.getProperty("octet.golden.xpu", "").equals("all");
    List<String> models = Goldens.models();
    return IntStream.range(0, models.size())
        .boxed()
        .flatMap(i ->
            (all ? DEVICE_FORMS : List.of(DEVICE_FORMS.get(i % DEVICE_FORMS.size())))
                .stream().map(form -> Arguments.of(models.get(i), form)));
  }

  @ParameterizedTest
  @MethodSource("modelsOfDevices")
  void modelGivesPyTorchsOutputsOnADevice(String model, String form) {
    Requires.device();
    if (form.equals(FLOAT_MODEL)) {
      ExportedProgram program = Export.read(Goldens.program(model));
      check(model, program, Target.xpu(), Goldens.outputs(model), FLOAT);
      return;
    }
    boolean mixed = form.equals(MIXED_MODEL);
    String configuration = mixed ? "x86_reduce_range" : form;
    check(
        model,
        quantized(model, configuration),
        mixed ? Target.xpu().autocast(DType.BFLOAT16) : Target.xpu(),
        Goldens.quantizedOutputs(model, configuration),
        mixed ? MIXED : ONE_QUANTUM);
  }

  @ParameterizedTest
  @CsvSource({"resnet_small,xpu", "mobilenet_block,xpu_symmetric", "shared_conv,x86"})
  void productsOfAQuantizedModelAreOfIntegersOnADevice(String model, String configuration) {
    Requires.device();
    ExportedProgram program = quantized(model, configuration);
    try (CompiledModel compiled = Lowering.compile(program, Target.xpu())) {
      Ledger ledger = compiled.ledger();
      assertWithMessage("%s", ledger).that(ledger.int8Coverage()).isEqualTo(1.0);
      for (LedgerEntry entry : ledger.entries()) {
        assertWithMessage("%s", ledger).that(entry.backend()).isAnyOf("OpenCL", "output");
        assertWithMessage("%s", ledger).that(entry.multiplyAdds() == 0 || entry.int8()).isTrue();
      }
    }
  }
}
