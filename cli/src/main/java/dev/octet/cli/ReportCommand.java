package dev.octet.cli;

import dev.octet.report.ModelReport;
import dev.octet.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code octet report}: a page that shows what became of a model. */
@Command(
    name = "report",
    description = {
      "Writes a page that shows a model: its graph, the observed ranges with their histograms, the"
          + " ranges of weights, the error of each node, the kernels with their times, and why"
          + " nodes stay in floating point.",
      "With --quantizer a float program is quantized, calibrated and compared first. Without it the"
          + " page shows what a file tells by itself, and says what is missing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet report resnet20.pt2 --quantizer x86 --out report.html \\",
      "      --calibrate-images x.npy --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225",
      "  octet report mlp.pt2 --quantizer xpu --calibrate x.npy \\",
      "      --out r.html --json r.json",
      "  octet report q.pt2 other.pt2 --sizes s0=8 --out files.html"
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      converter = FileName.OfModel.class,
      description = CompilerOptions.MODEL)
  private List<String> models;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the page goes: one HTML file that needs no network.")
  private Path out;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the numbers of the page as JSON, too.")
  private @Nullable Path json;

  @Mixin private ReportedQuantization quantization;

  @Mixin private EngineOptions engine;

  @Mixin private SizeOptions sizes;

  @Option(
      names = "--profile",
      paramLabel = "RUNS",
      defaultValue = "20",
      converter = PositiveNumber.class,
      description =
          "How many runs the times of kernels are the median of, 1,000 at most, after a warm-up."
              + " Default: ${DEFAULT-VALUE}.")
  private int runs;

  /** Refuses options that nothing would heed, and files that are not the page's own. */
  private void check() {
    CommandFiles files = new CommandFiles();
    models.forEach(files::readsModel);
    quantization.addFilesTo(files);
    files.writes("--out", out).writes("--json", json);
    engine.check();
    sizes.check();
    if (engine.isReference()) {
      refuse("--profile", "has no meaning for --engine reference, which has no kernels to measure");
      refuse("--sizes", "has no meaning for --engine reference, which has no kernels to measure");
    }
    if (quantization.calibrates()) {
      refuse(
          "--sizes",
          "has no meaning with calibration batches, the first of which says how large they are");
    }
    quantization.check();
  }

  private void refuse(String option, String why) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new ParameterException(spec.commandLine(), option + " " + why);
    }
  }

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter err = spec.commandLine().getErr();
    List<ModelReport> reports = new ArrayList<>();
    for (String model : models) {
      reports.add(new ReportedModel(model, quantization, engine, sizes, runs, err).report());
    }
    Report report = Report.of(reports);
    report.writeHtml(out);
    if (json != null) {
      report.writeJson(json);
    }
    PrintWriter lines = spec.commandLine().getOut();
    for (ModelReport model : reports) {
      model.summary().forEach(lines::println);
    }
    lines.printf(Locale.ROOT, "page: %s, %s%n", out, ProgramTables.size(Files.size(out)));
    if (json != null) {
      lines.printf(Locale.ROOT, "numbers: %s, %s%n", json, ProgramTables.size(Files.size(json)));
    }
    return ExitCodes.OK;
  }
}
