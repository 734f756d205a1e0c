package dev.octet.quantizer;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.program.ExportedProgram;
import dev.octet.program.GraphJson;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.calibrate.Calibration;
import dev.octet.quantizer.convert.Convert;
import dev.octet.quantizer.convert.ConvertOptions;
import dev.octet.quantizer.observe.RunningObserver;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.quantizer.report.QuantizationReport;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program with observers, to be calibrated by running it. Thread-safe. Its observers are what
 * changes; the program does not.
 */
public final class PreparedModel {
  private final ExportedProgram original;
  private final PreparedProgram prepared;
  private final Annotations annotations;
  private final Calibration calibration;

  PreparedModel(
      ExportedProgram original,
      PreparedProgram prepared,
      Annotations annotations,
      Evaluator evaluator) {
    this.original = original;
    this.prepared = prepared;
    this.annotations = annotations;
    this.calibration = new Calibration(prepared, evaluator);
  }

  private PreparedModel(PreparedModel other, Evaluator evaluator) {
    this.original = other.original;
    this.prepared = other.prepared;
    this.annotations = other.annotations;
    this.calibration = other.calibration.withEvaluator(evaluator);
  }

  /**
   * The same model and the same observers, calibrated by another evaluator, for instance one that
   * was compiled for {@link #program()}:
   *
   * <pre>{@code
   * try (CompiledEvaluator fast = Lowering.evaluator(prepared.program(), Target.cpu())) {
   *   prepared.withEvaluator(fast).calibrate(batches);
   * }
   * QuantizedModel quantized = prepared.convert();
   * }</pre>
   *
   * @param evaluator must show the values of {@code octet.observe} nodes to its listener, and need
   *     show no others
   */
  public PreparedModel withEvaluator(Evaluator evaluator) {
    return new PreparedModel(this, evaluator);
  }

  /** Runs one batch, one tensor for each input of the program, and returns its float outputs. */
  public List<Tensor> run(Tensor... batch) {
    return run(Arrays.asList(batch));
  }

  /**
   * Runs one batch and returns the float outputs, which live as long as they are reachable.
   *
   * @throws InputException for a wrong number of inputs, a wrong type or size, naming the input; or
   *     for values that cannot be observed, such as NaN and what would make a scale infinite,
   *     naming where
   */
  public List<Tensor> run(List<Tensor> batch) {
    return calibration.run(batch, Arena.ofAuto());
  }

  /** Runs batches in order, on one thread. */
  public long calibrate(Iterable<List<Tensor>> batches) {
    return calibrate(batches, 1, () -> {});
  }

  /** Runs the batches of a stream in order, one at a time, and closes it. */
  public long calibrate(Stream<List<Tensor>> batches) {
    try (batches) {
      return calibration.runAll(batches.iterator(), 1, () -> {});
    }
  }

  /**
   * Runs batches. Several threads leave the observers in the same state as one, bit by bit.
   *
   * @param threads how many batches are in work at once, at least 1
   * @param progress called after each batch, by any thread
   * @return how many batches there were
   * @throws InputException as {@link #run(List)}, naming the batch
   */
  public long calibrate(Iterable<List<Tensor>> batches, int threads, Runnable progress) {
    return calibration.runAll(batches.iterator(), threads, progress);
  }

  /** Forgets what the observers have seen. */
  public void reset() {
    observers().stream()
        .map(ObserverGroup::observer)
        .flatMap(Optional::stream)
        .forEach(RunningObserver::reset);
  }

  /** The float program with {@code octet.observe} nodes. */
  public ExportedProgram program() {
    return prepared.program();
  }

  /** Every observer and the sites it stands for. */
  public List<ObserverGroup> observers() {
    return prepared.groups();
  }

  /** The observer that an {@code octet.observe} node stands for; empty for any other node. */
  public Optional<ObserverGroup> observer(Node node) {
    return prepared.observer(node);
  }

  /** The value that an {@code octet.observe} node watches, also through others between them. */
  public Value watched(Node observer) {
    return prepared.watched(observer);
  }

  /** What the quantizer annotated, and why; with a decision for every node. */
  public Annotations annotations() {
    return annotations;
  }

  /** Why a node was quantized or not, by its name in the program that was prepared. */
  public Optional<Decision> explain(String node) {
    return annotations.decision(node.startsWith("%") ? node.substring(1) : node);
  }

  /** Dumps the graph as FX would list it, with the state of every observer. */
  public void writeGraph(Path file) {
    GraphJson.write(prepared.program(), file, new ObserverListing(prepared)::listed);
  }

  /** Converts with {@link ConvertOptions#defaults}. */
  public QuantizedModel convert() {
    return convert(ConvertOptions.defaults());
  }

  /**
   * Replaces observers by quantize and dequantize, with what they have seen so far; or by
   * arithmetic on integers, if the options say so.
   *
   * @throws InputException if an observer has seen nothing and the options do not allow it
   */
  public QuantizedModel convert(ConvertOptions options) {
    ExportedProgram converted =
        Convert.apply(prepared, annotations, calibration.batches() > 0, options);
    // Now, because the observers may see more batches later; and before operators become
    // arithmetic.
    QuantizationReport report = QuantizationReport.of(original, prepared, annotations, converted);
    return new QuantizedModel(annotations, Convert.represent(converted, options), report);
  }
}
