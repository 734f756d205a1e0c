package dev.octet.cli;

import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.compare.Comparison;
import dev.octet.report.ModelReport;
import dev.octet.report.Report;
import dev.octet.tensor.Tensor;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** The page about the model of the demonstration. */
final class DemoReport {
  private static final int RUNS = 20;

  private DemoReport() {}

  /**
   * Compares each node with its float twin, measures each kernel, and writes the page.
   *
   * @param samples one tensor of images each
   */
  static void write(
      Path page,
      ExportedProgram program,
      PreparedModel prepared,
      QuantizedModel quantized,
      Target target,
      List<Tensor> samples,
      PrintWriter err) {
    try (Progress _ = Progress.startShown(err, "Writing the report", 0)) {
      ModelReport model = ModelReport.of("shapes", program).withQuantization(prepared, quantized);
      Comparison comparison = Comparison.between(program, quantized);
      try (CompiledEvaluator fast = Lowering.evaluator(comparison.program(), target)) {
        model = model.withComparison(comparison.with(fast).on(List.of(samples)));
      }
      try (CompiledModel compiled = Lowering.compile(quantized.program(), target.profile())) {
        RunTimes.profile(compiled, samples, RUNS);
        Report.of(model.withLedger(compiled.ledger(samples))).writeHtml(page);
      }
    }
  }
}
