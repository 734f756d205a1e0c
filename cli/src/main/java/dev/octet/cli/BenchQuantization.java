package dev.octet.cli;

import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.ProviderException;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Quantizing a float program with random batches, for when only its speed matters. */
final class BenchQuantization {
  private static final int BATCHES = 4;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--quantizer",
      paramLabel = "NAME",
      description =
          "Quantize first, calibrated on the CPU with four random batches: x86 or xpu. Good for"
              + " measuring, not for using.")
  private @Nullable String name;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "A configuration of the quantizer. Default: its first; reduce-range, if there is one,"
              + " where the processor's byte products may saturate (no VNNI).")
  private @Nullable String preset;

  boolean isAsked() {
    return name != null;
  }

  void check() {
    if (name == null && preset != null) {
      throw new ParameterException(
          spec.commandLine(), "--preset has no meaning without --quantizer");
    }
    if (name != null) {
      quantizer(name, Target.cpu());
    }
  }

  /** {@code x86}, {@code x86 reduce-range}; empty for none. */
  String describe(Target target) {
    return name == null ? "" : name + " " + preset(providers(), name, target);
  }

  /**
   * Quantizes a program.
   *
   * @param sizes a number for each symbol, asked for when the program is known to run
   * @param target that the result is for
   */
  ExportedProgram apply(
      ExportedProgram program, Function<ExportedProgram, Map<String, Long>> sizes, Target target) {
    PreparedModel prepared = Quantization.prepare(program, quantizer(String.valueOf(name), target));
    Target cpu = Target.cpu();
    int atOnce = CalibrationThreads.atOnce(cpu.threads(), BATCHES);
    try (CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), cpu, atOnce)) {
      Map<String, Long> known = sizes.apply(program);
      List<List<Tensor>> batches =
          IntStream.range(0, BATCHES)
              .mapToObj(i -> RandomInputs.of(program, known, i + 1))
              .toList();
      prepared.withEvaluator(evaluator).calibrate(batches, atOnce, () -> {});
    }
    return prepared.convert().program();
  }

  private static QuantizerProviders providers() {
    return PluginJars.providers(List.of());
  }

  private String preset(QuantizerProviders providers, String asked, Target target) {
    return preset == null ? PreferredPreset.of(providers, asked, target) : preset;
  }

  private Quantizer quantizer(String asked, Target target) {
    try {
      QuantizerProviders providers = providers();
      return providers.create(asked, preset(providers, asked, target));
    } catch (ProviderException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
