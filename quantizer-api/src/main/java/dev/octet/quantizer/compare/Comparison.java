package dev.octet.quantizer.compare;

import dev.octet.graph.evaluate.Evaluator;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Compares a float program with its quantized twin, node by node; PyTorch calls this the numeric
 * debugger. Immutable and thread-safe.
 *
 * <pre>{@code
 * ComparisonResult result = Comparison.between(program, quantized).on(samples);
 * result.worst(10).forEach(System.out::println);
 * }</pre>
 *
 * <p>Two values are compared if they mean the same. A value keeps its name through all passes, and
 * so a name in both graphs is one value; this is what PyTorch reads off {@code from_node}. If a
 * BatchNorm was folded into a layer, the layer's value is compared with that of the BatchNorm (in
 * PyTorch, with what the layer gave before it). If a node's output is quantized for all who read
 * it, the value after dequantize counts, as in PyTorch, and the loss is that node's alone unless a
 * reader is annotated to quantize it, too; what only one reader quantizes belongs to the reader.
 * Values of integer types, those of one graph alone and those inside control flow are left out.
 */
public final class Comparison {
  private final JointProgram joint;
  private final Evaluator evaluator;
  private final int threads;

  private Comparison(JointProgram joint, Evaluator evaluator, int threads) {
    this.joint = joint;
    this.evaluator = evaluator;
    this.threads = threads;
  }

  /**
   * Prepares a comparison on the reference evaluator.
   *
   * @param floatProgram the program that was quantized, as it was before prepare
   * @throws InputException if the two take different inputs, or have no node in common
   */
  public static Comparison between(ExportedProgram floatProgram, QuantizedModel quantized) {
    return new Comparison(JointProgram.of(floatProgram, quantized), Evaluator.reference(), 1);
  }

  /**
   * The program that is run for a comparison, for evaluators that are made for one program:
   *
   * <pre>{@code
   * Comparison comparison = Comparison.between(program, quantized);
   * try (CompiledEvaluator fast = Lowering.evaluator(comparison.program(), Target.cpu())) {
   *   return comparison.with(fast).on(samples);
   * }
   * }</pre>
   *
   * <p>It takes the inputs of the float program, and returns the outputs of the float program and
   * those of the quantized one behind them. Its {@code octet.observe} nodes watch what is compared.
   */
  public ExportedProgram program() {
    return joint.program();
  }

  /**
   * The same comparison on another evaluator.
   *
   * @param faster must run {@link #program()}, show the values of {@code octet.observe} nodes to
   *     its listener, and need show no others
   */
  public Comparison with(Evaluator faster) {
    return new Comparison(joint, faster, threads);
  }

  /**
   * The same comparison with several samples in work at once; the result is the same bit by bit.
   *
   * @param count at least 1
   */
  public Comparison withThreads(int count) {
    if (count < 1) {
      throw new InputException(count + " threads, expected at least 1");
    }
    return new Comparison(joint, evaluator, count);
  }

  /**
   * Runs samples.
   *
   * @param samples one tensor for each input of the program; at least one sample
   * @throws InputException if there is no sample; or for a wrong number of inputs, a wrong type or
   *     size, naming the sample and the input
   */
  public ComparisonResult on(Iterable<List<Tensor>> samples) {
    return new ComparisonRun(joint, evaluator).run(samples.iterator(), threads);
  }
}
