package dev.octet.cli;

import com.google.common.collect.Iterables;
import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.compare.Comparison;
import dev.octet.quantizer.compare.ComparisonResult;
import dev.octet.report.ModelReport;
import dev.octet.report.ModelReport.Part;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds out all that a report says about one model. */
final class ReportedModel {
  private static final String FLOAT_PROGRAM =
      "give the float program: octet report FLOAT.pt2 --quantizer x86 --calibrate x.npy …";

  private final String model;
  private final ReportedQuantization quantization;
  private final EngineOptions engine;
  private final SizeOptions sizes;
  private final int runs;
  private final PrintWriter err;

  ReportedModel(
      String model,
      ReportedQuantization quantization,
      EngineOptions engine,
      SizeOptions sizes,
      int runs,
      PrintWriter err) {
    this.model = model;
    this.quantization = quantization;
    this.engine = engine;
    this.sizes = sizes;
    this.runs = runs;
    this.err = err;
  }

  ModelReport report() throws IOException {
    return quantization.isAsked() ? quantized() : asItIs();
  }

  private String name() {
    return ModelFile.isZoo(model) ? model : String.valueOf(Path.of(model).getFileName());
  }

  private ModelReport asItIs() {
    if (engine.isReference()) {
      return advised(ModelReport.of(name(), ModelFile.program(model)))
          .withAdvice(Part.LEDGER, "give --engine cpu or --engine xpu");
    }
    try (CompiledModel compiled = ModelFile.compile(model, engine, Target::profile)) {
      ExportedProgram program = compiled.program();
      ModelReport report = advised(ModelReport.of(name(), program));
      if (SizeOptions.isSymbolic(program) && !sizes.isGiven()) {
        String symbols =
            String.join(
                ",",
                program.userInputs().stream()
                    .flatMap(input -> input.type().symbols().stream())
                    .distinct()
                    .map(symbol -> symbol + "=8")
                    .toList());
        return report.withAdvice(
            Part.LEDGER, "its sizes are symbolic, so say which: --sizes " + symbols);
      }
      Map<String, Long> known = sizes.of(program, Map.of());
      return measured(report, compiled, RandomInputs.of(program, known, 0), "random inputs");
    }
  }

  private static ModelReport advised(ModelReport report) {
    return report
        .withAdvice(Part.CALIBRATION, FLOAT_PROGRAM)
        .withAdvice(Part.REASONS, FLOAT_PROGRAM)
        .withAdvice(Part.COMPARISON, FLOAT_PROGRAM);
  }

  private ModelReport quantized() throws IOException {
    ExportedProgram program = ModelFile.program(model);
    CalibrationBatches batches = quantization.batches(program, Path.of(model));
    PreparedModel prepared = Quantization.prepare(program, quantization.quantizer());
    if (batches.count() > 0) {
      calibrate(prepared, batches);
    }
    QuantizedModel quantized = prepared.convert();
    ModelReport report =
        ModelReport.of(name(), program)
            .withQuantization(prepared, quantized)
            .withFact("quantizer", quantization.describe())
            .withFact(
                "calibration",
                batches.count() == 0
                    ? "none"
                    : counted(batches.count(), "batch", "batches")
                        + " on "
                        + (engine.isReference() ? "the reference evaluator" : "compiled kernels"));
    report = compared(report, program, quantized, batches);
    if (engine.isReference()) {
      return report.withAdvice(Part.LEDGER, "give --engine cpu or --engine xpu");
    }
    try (CompiledModel compiled = Lowering.compile(quantized.program(), target().profile())) {
      if (batches.count() > 0) {
        return measured(
            report, compiled, batches.batches().iterator().next(), "the first calibration batch");
      }
      Map<String, Long> known = sizes.of(program, SizeOptions.ofBatch(program, 1));
      return measured(report, compiled, RandomInputs.of(program, known, 0), "random inputs");
    }
  }

  private Target target() {
    return engine.apply(Target.cpu());
  }

  private void calibrate(PreparedModel prepared, CalibrationBatches batches) {
    try (Progress progress = Progress.start(err, "Calibrating " + name(), batches.count())) {
      if (engine.isReference()) {
        prepared.calibrate(
            batches.batches(), Runtime.getRuntime().availableProcessors(), progress::step);
        return;
      }
      Target target = target();
      int atOnce = CalibrationThreads.atOnce(target.threads(), batches.count());
      try (CompiledEvaluator fast = Lowering.evaluator(prepared.program(), target, atOnce)) {
        prepared.withEvaluator(fast).calibrate(batches.batches(), atOnce, progress::step);
      }
    }
  }

  private ModelReport compared(
      ModelReport report,
      ExportedProgram program,
      QuantizedModel quantized,
      CalibrationBatches batches) {
    int samples = quantization.samples(batches.count());
    if (samples == 0) {
      return report.withAdvice(
          Part.COMPARISON, "samples are taken from --calibrate or --calibrate-images");
    }
    Comparison comparison = Comparison.between(program, quantized);
    Iterable<List<Tensor>> first = Iterables.limit(batches.batches(), samples);
    ComparisonResult result;
    try (Progress _ = Progress.start(err, "Comparing " + name(), 0)) {
      if (engine.isReference()) {
        result = comparison.withThreads(Runtime.getRuntime().availableProcessors()).on(first);
      } else {
        try (CompiledEvaluator fast = Lowering.evaluator(comparison.program(), target())) {
          result = comparison.with(fast).on(first);
        }
      }
    }
    return report
        .withComparison(result)
        .withFact(
            "comparison",
            "the first " + counted(samples, "calibration batch", "calibration batches"));
  }

  private ModelReport measured(
      ModelReport report, CompiledModel compiled, List<Tensor> inputs, String what) {
    try (Progress _ = Progress.start(err, "Measuring " + name(), 0)) {
      RunTimes.profile(compiled, inputs, runs);
    }
    Ledger ledger = compiled.ledger(inputs);
    Target target = compiled.target();
    return report
        .withLedger(ledger)
        .withFact(
            "times",
            "median of "
                + counted(runs, "run", "runs")
                + " on "
                + what
                + ", "
                + String.join(
                    ", ",
                    inputs.stream()
                        .map(input -> input.dtype().shortName() + input.shape())
                        .toList())
                + ", "
                + counted(target.threads(), "thread", "threads")
                + target.autocast().map(type -> ", autocast to " + type.shortName()).orElse(""));
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
