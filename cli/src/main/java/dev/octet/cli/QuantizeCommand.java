package dev.octet.cli;

import dev.octet.export.Export;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.program.GraphJson;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.convert.ConvertOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet quantize}: prepare, calibrate and convert in one go. */
@Command(
    name = "quantize",
    description = "Quantizes a float program: prepares it, calibrates it, converts it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet quantize mlp.pt2 --quantizer x86 --out q.pt2 \\",
      "      --calibrate x0.npy --calibrate x1.npy",
      "  octet quantize resnet20.pt2 --quantizer xpu --preset symmetric --out q.pt2 \\",
      "      --calibrate-images x.npy --batch 32 \\",
      "      --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225",
      "  octet quantize bert.pt2 --quantizer x86 --preset dynamic --out q.pt2"
    })
final class QuantizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "A .pt2 file with a float program.")
  private Path file;

  @Mixin private QuantizerOptions quantizerOptions;

  @Mixin private CalibrationOptions calibration;

  @Mixin private CalibrationThreads threads;

  @Option(
      names = "--engine",
      defaultValue = "reference",
      description = {
        "What runs the calibration batches: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE},"
            + " whose scales are PyTorch's bit by bit.",
        "cpu and xpu, an OpenCL device, take a fraction of the time, and their scales differ by"
            + " roundings of float32."
      })
  private Engine engine;

  @Mixin private DeviceOption device;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the quantized program goes.")
  private Path target;

  @Option(
      names = "--dump-prepared",
      paramLabel = "FILE",
      description = "Write the graph with its observers and what they have seen, as JSON.")
  private @Nullable Path dumpPrepared;

  @Option(
      names = "--dump-converted",
      paramLabel = "FILE",
      description = "Write the quantized graph as JSON, as PyTorch's FX would list it.")
  private @Nullable Path dumpConverted;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Write types, scales, weight errors and reasons, node by node, to a file whose name ends"
              + " in .json or .md.")
  private @Nullable Path report;

  @Option(
      names = "--keep-float-weights",
      description = "Keep tensors that no node reads any more, as PyTorch does.")
  private boolean keepFloatWeights;

  @Option(
      names = "--allow-uncalibrated",
      description = "Give scale 1 and zero point 0 to what calibration has not reached.")
  private boolean allowUncalibrated;

  @Option(
      names = "--reference-representation",
      description =
          "Write quantized operators as arithmetic on integers instead of quantize and dequantize"
              + " around float operators.")
  private boolean referenceRepresentation;

  @Override
  public Integer call() throws IOException {
    checkTargets();
    Target compiled = compiled();
    ExportedProgram program = ModelFile.readProgram(file);
    Quantizer quantizer = quantizerOptions.quantizer();
    CalibrationBatches batches = calibration.batches(program, file);
    PreparedModel prepared = Quantization.prepare(program, quantizer);
    if (batches.count() > 0) {
      calibrate(prepared, batches, compiled);
    }
    if (dumpPrepared != null) {
      prepared.writeGraph(dumpPrepared);
    }
    QuantizedModel quantized =
        prepared.convert(
            ConvertOptions.defaults()
                .withKeepFloatWeights(keepFloatWeights)
                .withAllowUncalibrated(allowUncalibrated)
                .withReferenceRepresentation(referenceRepresentation));
    Export.write(quantized.program(), target);
    if (dumpConverted != null) {
      GraphJson.write(quantized.program(), dumpConverted);
    }
    if (report != null) {
      quantized.report().write(report);
    }
    summarize(quantized, batches);
    return ExitCodes.OK;
  }

  /** What the calibration batches are run on if they are compiled; options are checked first. */
  private Target compiled() {
    Processor processor = engine.processor();
    Target target = processor == null ? Target.cpu() : processor.of(Target.cpu());
    return device
        .apply(target, spec.commandLine())
        .threads(engine == Engine.xpu ? threads.or(1) : threads.orProcessors());
  }

  private void calibrate(PreparedModel prepared, CalibrationBatches batches, Target compiled) {
    try (Progress progress =
        Progress.start(spec.commandLine().getErr(), "Calibrating", batches.count())) {
      switch (engine) {
        case reference -> prepared.calibrate(batches.batches(), compiled.threads(), progress::step);
        case cpu ->
            calibrate(
                prepared,
                batches,
                compiled,
                CalibrationThreads.atOnce(compiled.threads(), batches.count()),
                progress);
        case xpu -> calibrate(prepared, batches, compiled, compiled.threads(), progress);
      }
    }
  }

  private static void calibrate(
      PreparedModel prepared,
      CalibrationBatches batches,
      Target target,
      int atOnce,
      Progress progress) {
    try (CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), target, atOnce)) {
      prepared.withEvaluator(evaluator).calibrate(batches.batches(), atOnce, progress::step);
    }
  }

  private void checkTargets() {
    CommandFiles files = new CommandFiles().reads("MODEL", file);
    calibration.addTo(files);
    quantizerOptions.addTo(files);
    files
        .writes("--out", target)
        .writes("--dump-prepared", dumpPrepared)
        .writes("--dump-converted", dumpConverted)
        .writes("--report", report);
    if (report != null
        && !report.toString().endsWith(".json")
        && !report.toString().endsWith(".md")) {
      throw new ParameterException(
          spec.commandLine(), "--report " + report + ": expected a name that ends in .json or .md");
    }
  }

  private void summarize(QuantizedModel quantized, CalibrationBatches batches) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: quantized for %s, %s%n",
        target,
        quantizerOptions.describe(),
        batches.count() == 0
            ? "without calibration"
            : "calibrated with "
                + batches.count()
                + (batches.count() == 1 ? " batch" : " batches"));
    if (batches.unused() > 0) {
      out.printf(
          Locale.ROOT, "images left out, as they do not fill a batch: %d%n", batches.unused());
    }
    quantized.report().summary().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "file: %s, was %s%n",
        ProgramTables.size(Files.size(target)),
        ProgramTables.size(Files.size(file)));
  }
}
