package dev.octet.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.lowering.Ledger;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.compare.ComparisonResult;
import dev.octet.quantizer.compare.TensorError;
import dev.octet.quantizer.report.QuantizationReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model; the more is given, the more a report shows, and it says what is
 * missing. Immutable: each {@code with} gives another.
 *
 * <pre>{@code
 * ModelReport model =
 *     ModelReport.of("resnet18", program)
 *         .withQuantization(prepared, quantized)
 *         .withComparison(Comparison.between(program, quantized).on(samples))
 *         .withLedger(compiled.ledger());
 * Report.of(model).writeHtml(Path.of("report.html"));
 * }</pre>
 */
public final class ModelReport {
  private final String name;
  private final ExportedProgram program;
  private final ImmutableMap<String, String> facts;
  private final ImmutableMap<Part, String> advice;
  private final @Nullable QuantizationReport quantization;
  private final ImmutableList<TensorRange> tensors;
  private final ImmutableList<WeightRange> weights;
  private final @Nullable ComparisonResult comparison;
  private final @Nullable Ledger ledger;

  /** The parts that a report may lack. */
  public enum Part {
    /** Histograms, and the range that was chosen of them. */
    CALIBRATION("histograms and observed ranges", "they are known only while a model is quantized"),
    /** Why nodes are quantized or not. */
    REASONS("reasons for float nodes", "a quantizer's decisions are not stored in files"),
    /** The error of each node. */
    COMPARISON("SQNR of each node", "it needs the float program, its quantized twin and samples"),
    /** Which kernel runs what. */
    LEDGER("kernels", "the program was not compiled"),
    /** How long each kernel takes. */
    TIMES("times of kernels", "the program was not run with profiling");

    private final String what;
    private final String why;

    Part(String what, String why) {
      this.what = what;
      this.why = why;
    }

    String what() {
      return what;
    }

    String why() {
      return why;
    }
  }

  private ModelReport(
      String name,
      ExportedProgram program,
      ImmutableMap<String, String> facts,
      ImmutableMap<Part, String> advice,
      @Nullable QuantizationReport quantization,
      ImmutableList<TensorRange> tensors,
      ImmutableList<WeightRange> weights,
      @Nullable ComparisonResult comparison,
      @Nullable Ledger ledger) {
    this.name = name;
    this.program = program;
    this.facts = facts;
    this.advice = advice;
    this.quantization = quantization;
    this.tensors = tensors;
    this.weights = weights;
    this.comparison = comparison;
    this.ledger = ledger;
  }

  /** What a program shows by itself, float or quantized. */
  public static ModelReport of(String name, ExportedProgram program) {
    return new ModelReport(
        name,
        program,
        ImmutableMap.of(),
        ImmutableMap.of(),
        null,
        TensorRanges.stored(program),
        WeightRanges.stored(program),
        null,
        null);
  }

  /**
   * With what calibration saw and the quantizer decided; the graph is that of the quantized program
   * from now on.
   *
   * @param prepared of this program, as it was when it was converted
   * @param quantized what it was converted to
   */
  public ModelReport withQuantization(PreparedModel prepared, QuantizedModel quantized) {
    return new ModelReport(
        name,
        quantized.program(),
        facts,
        advice,
        quantized.report(),
        TensorRanges.observed(prepared),
        WeightRanges.observed(prepared, quantized.report()),
        comparison,
        ledger);
  }

  /** With the error of each node. */
  public ModelReport withComparison(ComparisonResult result) {
    return new ModelReport(
        name, program, facts, advice, quantization, tensors, weights, result, ledger);
  }

  /** With the kernels of the program that is shown; with their times if it was profiled. */
  public ModelReport withLedger(Ledger kernels) {
    return new ModelReport(
        name, program, facts, advice, quantization, tensors, weights, comparison, kernels);
  }

  /** With a line of the summary, such as the quantizer's name; a second one replaces the first. */
  public ModelReport withFact(String what, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(what, value);
    return new ModelReport(
        name,
        program,
        ImmutableMap.copyOf(more),
        advice,
        quantization,
        tensors,
        weights,
        comparison,
        ledger);
  }

  /** With a sentence on how to get a part, which is shown only if the part is missing. */
  public ModelReport withAdvice(Part part, String how) {
    Map<Part, String> more = new LinkedHashMap<>(advice);
    more.put(part, how);
    return new ModelReport(
        name,
        program,
        facts,
        ImmutableMap.copyOf(more),
        quantization,
        tensors,
        weights,
        comparison,
        ledger);
  }

  /** The model and its totals, a line each. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("model: " + name);
    if (quantization != null) {
      lines.addAll(quantization.summary());
    }
    if (ledger != null) {
      lines.add(
          String.format(
              Locale.ROOT, "kernels: %d, %s", ledger.entries().size(), ledger.describeCoverage()));
    }
    if (comparison != null) {
      for (TensorError output : comparison.outputs()) {
        lines.add(
            String.format(
                Locale.ROOT,
                "output: SQNR %.1f dB, largest error %.4g",
                output.sqnr(),
                output.maxError()));
      }
    }
    missing().forEach((part, why) -> lines.add("missing: " + part.what() + " (" + why + ")"));
    return lines;
  }

  String name() {
    return name;
  }

  ExportedProgram program() {
    return program;
  }

  ImmutableMap<String, String> facts() {
    return facts;
  }

  Optional<QuantizationReport> quantization() {
    return Optional.ofNullable(quantization);
  }

  ImmutableList<TensorRange> tensors() {
    return tensors;
  }

  ImmutableList<WeightRange> weights() {
    return weights;
  }

  Optional<ComparisonResult> comparison() {
    return Optional.ofNullable(comparison);
  }

  Optional<Ledger> ledger() {
    return Optional.ofNullable(ledger);
  }

  GraphView graph() {
    return GraphViews.of(program, precisions());
  }

  ImmutableList<NodeRow> nodes() {
    return NodeRows.of(program, precisions(), quantization, ledger, comparison);
  }

  private Precisions precisions() {
    return new Precisions(program.graph(), ledger);
  }

  /** The missing parts, with why they are missing and how to get them. */
  ImmutableMap<Part, String> missing() {
    ImmutableMap.Builder<Part, String> missing = ImmutableMap.builder();
    for (Part part : Part.values()) {
      if (lacks(part)) {
        String how = advice.getOrDefault(part, "");
        missing.put(part, how.isEmpty() ? part.why() : part.why() + "; " + how);
      }
    }
    return missing.buildOrThrow();
  }

  private boolean lacks(Part part) {
    return switch (part) {
      case CALIBRATION, REASONS -> quantization == null;
      case COMPARISON -> comparison == null;
      case LEDGER -> ledger == null;
      case TIMES ->
          ledger != null
              && ledger.entries().stream().allMatch(entry -> entry.nanoseconds().isEmpty());
    };
  }
}
