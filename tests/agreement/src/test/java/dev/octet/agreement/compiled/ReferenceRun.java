package dev.octet.agreement.compiled;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.lowering.freeze.FrozenProgram;
import dev.octet.lowering.type.CastToBfloat16;
import dev.octet.op.AddMm;
import dev.octet.op.Convolution;
import dev.octet.op.Linear;
import dev.octet.op.MatMul;
import dev.octet.op.TransposedConvolution;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the reference evaluator gives, and how large the numbers were that it added up. */
final class ReferenceRun {
  private final Map<Value, Double> largest = new HashMap<>();
  private double summed;
  private List<Tensor> results = List.of();

  private ReferenceRun() {}

  static ReferenceRun of(ExportedProgram program, List<Tensor> inputs) {
    ReferenceRun run = new ReferenceRun();
    run.results = program.run(run::evaluate, inputs, Arena.ofAuto(), ValueListener.NONE);
    return run;
  }

  /**
   * Runs the program with the roundings of autocast: operands become bfloat16 where it says so. A
   * function of a sum sees the rounding of all that was summed, so that against the program itself
   * no tolerance holds.
   */
  static ReferenceRun ofAutocast(ExportedProgram program, List<Tensor> inputs) {
    Arena arena = Arena.ofAuto();
    FrozenGraph frozen = CastToBfloat16.apply(new FrozenProgram(program, arena).at(Map.of()));
    List<Value> values = new ArrayList<>(frozen.graph().inputs());
    List<Tensor> tensors = new ArrayList<>(inputs);
    frozen
        .constants()
        .forEach((value, tensor) -> {
          values.add(value);
          tensors.add(tensor);
        });
    Graph graph = new Graph(values, frozen.graph().nodes(), frozen.graph().outputs());
    ReferenceRun run = new ReferenceRun();
    run.results =
        run.evaluate(graph, tensors, arena, ValueListener.NONE).stream()
            .map(Tensor.class::cast)
            .toList();
    return run;
  }

  List<Tensor> results() {
    return results;
  }

  /**
   * The largest result of a product, or the largest term that one may have. Where terms cancel, the
   * rounding of a sum is relative to these and not to the sum.
   */
  double summed() {
    return summed;
  }

  private List<Object> evaluate(Graph graph, List<?> inputs, Arena arena, ValueListener listener) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof Tensor tensor) {
        largest.put(graph.inputs().get(i), largest(tensor));
      }
    }
    List<Object> all =
        Evaluator.reference()
            .run(
                graph,
                inputs,
                arena,
                (value, tensor) -> {
                  largest.put(value, largest(tensor));
                  listener.computed(value, tensor);
                });
    graph.nodes().stream().filter(ReferenceRun::isProduct).forEach(this::add);
    return all;
  }

  private void add(Node product) {
    int first = product.op() instanceof AddMm ? 1 : 0; // the summand is its first operand
    double term = of(product.operand(first)) * of(product.operand(first + 1));
    summed = Math.max(summed, Math.max(term, of(product.result())));
  }

  private double of(Value value) {
    return largest.getOrDefault(value, 0.0);
  }

  private static boolean isProduct(Node node) {
    return node.op() instanceof Convolution
        || node.op() instanceof TransposedConvolution
        || node.op() instanceof Linear
        || node.op() instanceof AddMm
        || node.op() instanceof MatMul;
  }

  /** The largest magnitude in a tensor. */
  static double largest(Tensor tensor) {
    double largest = 0;
    for (long i = 0; i < tensor.elements(); i++) {
      largest = Math.max(largest, Math.abs(tensor.getDouble(i)));
    }
    return largest;
  }
}
