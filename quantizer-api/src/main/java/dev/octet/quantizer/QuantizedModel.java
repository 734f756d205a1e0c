package dev.octet.quantizer;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.report.QuantizationReport;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A quantized program: what {@code Export.write} stores, the reference evaluator runs and a backend
 * lowers. Immutable and thread-safe.
 */
public final class QuantizedModel {
  private final Annotations annotations;
  private final ExportedProgram program;
  private final QuantizationReport report;

  QuantizedModel(Annotations annotations, ExportedProgram program, QuantizationReport report) {
    this.annotations = annotations;
    this.program = program;
    this.report = report;
  }

  /** The program with quantize and dequantize operators, or with integer arithmetic. */
  public ExportedProgram program() {
    return program;
  }

  /** Runs the program on the reference evaluator. */
  public List<Tensor> run(Tensor... inputs) {
    return program.run(inputs);
  }

  public Annotations annotations() {
    return annotations;
  }

  /** What was quantized, how well, and why the rest was not. */
  public QuantizationReport report() {
    return report;
  }

  /** Why a node was quantized or not, by its name in the program that was prepared. */
  public Optional<Decision> explain(String node) {
    return annotations.decision(node.startsWith("%") ? node.substring(1) : node);
  }
}
