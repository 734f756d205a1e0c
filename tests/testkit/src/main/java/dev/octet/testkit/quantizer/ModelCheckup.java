package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.graph.verify.Violation;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.prepare.FoldBatchNorm;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Puts a quantizer through all steps on one model. */
final class ModelCheckup {
  /** Transforming and folding may change the last bits of a float result, not more. */
  private static final double SAME_IN_FLOAT = 80;

  private final Supplier<? extends Quantizer> quantizers;
  private final ConformanceModel model;
  private final double limit;
  private final Findings findings;

  private long quantized;
  private long decided;
  private double worst = Double.NaN;

  ModelCheckup(Supplier<? extends Quantizer> quantizers, ConformanceModel model, double limit) {
    this.quantizers = quantizers;
    this.model = model;
    this.limit = limit;
    this.findings = new Findings(model.name());
  }

  /** Everything that was found, in the order of the steps. */
  ImmutableList<Failure> failures() {
    return findings.failures();
  }

  ConformanceReport.Entry entry() {
    return new ConformanceReport.Entry(model.name(), quantized, decided, worst);
  }

  void run() {
    ProgramSnapshot before = ProgramSnapshot.of(model.program());
    annotate();
    Optional<PreparedModel> prepared = prepare(findings);
    Optional<QuantizedModel> converted = prepared.flatMap(p -> convert(p, findings));
    converted.ifPresent(result -> {
      verify(result.program());
      prepare(findings)
          .flatMap(second -> convert(second, findings))
          .ifPresent(second -> compare(result.program(), second.program()));
      Optional<List<Tensor>> outputs = findings.attempt(Step.EVALUATE, () -> run(result.program()));
      outputs.ifPresent(found -> {
        evaluate(run(model.program()), found);
        findings.attempt(Step.WRITE, () -> writeAndRead(result.program(), found));
      });
      explain(prepared.orElseThrow(), result);
    });
    before
        .differenceFrom(ProgramSnapshot.of(model.program()))
        .ifPresent(name ->
            findings.add(
                Step.LEAVE_PROGRAM, name, "was changed; tensors of a program are never written"));
  }

  private void annotate() {
    ExportedProgram folded = FoldBatchNorm.fold(model.program()).program();
    Quantizer first = quantizers.get();
    Quantizer second = quantizers.get();
    Optional<ExportedProgram> transformed =
        findings.attempt(Step.TRANSFORM, () -> first.transformForAnnotation(folded));
    transformed.ifPresent(program -> {
      checkTransformed(folded, program);
      AnnotationCheckup checkup = new AnnotationCheckup(program, names(model.program()), findings);
      Optional<Annotations> made = checkup.annotate(first);
      findings
          .attempt(
              Step.REPEAT,
              () -> second.annotate(second.transformForAnnotation(folded), Annotations.none()))
          .ifPresent(again -> made.ifPresent(annotations -> checkup.compare(annotations, again)));
    });
  }

  private static Set<String> names(ExportedProgram program) {
    return program.graph().nodes().stream().map(Node::name).collect(Collectors.toSet());
  }

  private void checkTransformed(ExportedProgram folded, ExportedProgram program) {
    if (!program.userInputs().equals(folded.userInputs())
        || !program.outputs().equals(folded.outputs())) {
      findings.add(
          Step.TRANSFORM,
          "",
          "changes the inputs or outputs of the program: "
              + folded.userInputs()
              + " became "
              + program.userInputs());
      return;
    }
    report(Step.TRANSFORM, Verifier.violations(program.graph(), Dialect.CAPTURED));
    findings
        .attempt(Step.TRANSFORM, () -> run(program))
        .ifPresent(outputs ->
            compareOutputs(
                Step.TRANSFORM, run(model.program()), outputs, SAME_IN_FLOAT, "in floating point"));
  }

  private Optional<PreparedModel> prepare(Findings into) {
    Optional<PreparedModel> prepared =
        into.attempt(Step.PREPARE, () -> Quantization.prepare(model.program(), quantizers.get()));
    for (ImmutableList<Tensor> batch : model.calibration()) {
      prepared =
          prepared.flatMap(p ->
              into.attempt(
                  Step.CALIBRATE,
                  () -> {
                    p.run(batch);
                    return p;
                  }));
    }
    return prepared;
  }

  private static Optional<QuantizedModel> convert(PreparedModel prepared, Findings into) {
    return into.attempt(Step.CONVERT, () -> prepared.convert());
  }

  private void verify(ExportedProgram program) {
    report(Step.VERIFY, Verifier.violations(program.graph(), Dialect.QUANTIZED));
  }

  private void report(Step step, List<Violation> violations) {
    violations.forEach(v -> findings.add(step, v.where(), v.rule() + ": " + v.problem()));
  }

  private void compare(ExportedProgram first, ExportedProgram second) {
    Graph one = first.graph();
    Graph two = second.graph();
    for (int i = 0; i < Math.min(one.nodes().size(), two.nodes().size()); i++) {
      if (!one.nodes().get(i).equals(two.nodes().get(i))) {
        findings.add(
            Step.REPEAT_CONVERT,
            one.nodes().get(i).toString(),
            "the second time it is " + two.nodes().get(i) + " with " + two.nodes().get(i).op());
        return;
      }
    }
    if (!one.equals(two)) {
      findings.add(Step.REPEAT_CONVERT, "", one + " became " + two);
      return;
    }
    ProgramSnapshot.of(first)
        .differenceFrom(ProgramSnapshot.of(second))
        .ifPresent(
            name -> findings.add(Step.REPEAT_CONVERT, name, "has other bits the second time"));
  }

  private List<Tensor> run(ExportedProgram program) {
    return program.run(model.held().toArray(Tensor[]::new));
  }

  private void evaluate(List<Tensor> expected, List<Tensor> found) {
    worst = compareOutputs(Step.EVALUATE, expected, found, limit, "after quantization");
  }

  private double compareOutputs(
      Step step, List<Tensor> expected, List<Tensor> found, double least, String when) {
    if (expected.size() != found.size()) {
      findings.add(step, "", found.size() + " outputs, expected " + expected.size());
      return Double.NaN;
    }
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).shape().equals(found.get(i).shape())) {
        findings.add(step, output(i), "is " + found.get(i) + ", expected " + expected.get(i));
        return Double.NaN;
      }
      double ratio = NoiseRatio.decibels(expected.get(i), found.get(i));
      if (!(ratio >= least)) {
        findings.add(
            step,
            output(i),
            String.format(
                Locale.ROOT,
                "signal to noise %.1f dB %s, expected at least %.1f",
                ratio,
                when,
                least));
      }
      smallest = Math.min(smallest, ratio);
    }
    return smallest;
  }

  /** The node that computes an output of the caller's. */
  private String output(int index) {
    Graph graph = model.program().graph();
    List<GraphOutput> outputs = graph.outputs();
    int first = outputs.size() - model.program().outputTree().leaves();
    return outputs.get(Math.max(first, 0) + index) instanceof GraphOutput.Of(var value)
        ? "output " + index + " " + graph.producer(value).map(Node::toString).orElse("" + value)
        : "output " + index;
  }

  private void writeAndRead(ExportedProgram program, List<Tensor> expected) {
    try {
      Path file = Files.createTempFile("octet-conformance", ".pt2");
      try {
        Export.write(program, file);
        List<Tensor> again = run(Export.read(file));
        for (int i = 0; i < expected.size(); i++) {
          if (!again.get(i).bitEquals(expected.get(i))) {
            findings.add(Step.WRITE, output(i), "differs after the program was written and read");
          }
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void explain(PreparedModel prepared, QuantizedModel converted) {
    for (Node node : model.program().graph().nodes()) {
      Optional<Decision> decision = prepared.explain(node.name());
      if (decision.isEmpty()) {
        findings.add(
            Step.EXPLAIN,
            node.toString(),
            "nothing says what became of it; where transformForAnnotation takes a node away,"
                + " annotate decides FOLDED");
      } else if (!decision.equals(converted.explain(node.name()))) {
        findings.add(Step.EXPLAIN, node.toString(), "is explained otherwise after convert");
      }
    }
    decided = prepared.annotations().decisions().size();
    quantized =
        prepared.annotations().decisions().values().stream()
            .filter(decision -> decision.reason().isQuantized())
            .count();
  }
}
