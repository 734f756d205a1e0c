package dev.octet.cli;

import com.google.common.collect.Iterables;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Quantizer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How models are quantized before they are reported, if they are. */
final class ReportedQuantization extends QuantizerSettings {
  private static final List<String> FOR_QUANTIZATION =
      List.of("--calibrate", "--calibrate-images", "--samples");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee;

  @Option(
      names = NAME,
      paramLabel = "NAME",
      description =
          "Quantize the models first, as 'octet quantize' does: x86, xpu, or the name of a plugin's"
              + " quantizer.")
  private @Nullable String name;

  @Mixin private CalibrationOptions calibration;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "4",
      converter = PositiveNumber.class,
      description =
          "How many of the calibration batches the float and the quantized program are compared on."
              + " Default: ${DEFAULT-VALUE}.")
  private int samples;

  /** Names the files that are read. */
  void addFilesTo(CommandFiles read) {
    addTo(read);
    calibration.addTo(read);
  }

  /** True if the options name batches to calibrate with. */
  boolean calibrates() {
    return calibration.isGiven();
  }

  boolean isAsked() {
    return name != null;
  }

  /** Refuses options that nothing would heed, and quantizers that are not there. */
  void check() {
    if (name != null) {
      quantizer();
      return;
    }
    String without = given();
    for (String option : Iterables.concat(FOR_QUANTIZATION, CalibrationOptions.FOR_IMAGES)) {
      if (mixee.commandLine().getParseResult().hasMatchedOption(option)) {
        without = option;
      }
    }
    if (without != null) {
      throw new ParameterException(
          mixee.commandLine(), without + " has no meaning without " + NAME);
    }
  }

  Quantizer quantizer() {
    return quantizer(String.valueOf(name));
  }

  String describe() {
    return describe(String.valueOf(name));
  }

  CalibrationBatches batches(ExportedProgram program, Path file) throws NoSuchFileException {
    return calibration.batches(program, file);
  }

  /** How many batches the programs are compared on, of those that there are. */
  int samples(int batches) {
    return Math.min(samples, batches);
  }
}
