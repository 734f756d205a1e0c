package dev.octet.quantizer.compare;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.Quantize;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Values found without {@link Comparison}, one program at a time. */
final class ComparedValues {
  private ComparedValues() {}

  /** What a program computes under a name. */
  static double[] of(ExportedProgram program, List<Tensor> sample, String name) {
    Map<String, double[]> values = new HashMap<>();
    program.run(
        Evaluator.reference(),
        sample,
        Arena.ofAuto(),
        (value, tensor) -> values.put(value.name(), tensor.toDoubleArray()));
    return Objects.requireNonNull(values.get(name));
  }

  /** A linear layer between rows of given numbers and its quantized weight. */
  static double[] quantizedLinear(ExportedProgram program, String name, double[] input) {
    Graph graph = program.graph();
    Node layer = SiteQuantizer.node(graph, name);
    Node dequantize = graph.producer(layer.operand(0)).orElseThrow();
    Quantize quantize = (Quantize) graph.producer(dequantize.operand(0)).orElseThrow().op();
    Node weightNode = graph.producer(layer.operand(1)).orElseThrow();
    Tensor weight = state(program, weightNode.operand(0));
    Tensor scales = state(program, weightNode.operand(1));
    Tensor bias = state(program, layer.operand(2));
    int columns = (int) weight.shape().size(1);
    int rows = (int) weight.shape().size(0);
    double[] result = new double[input.length / columns * rows];
    for (int i = 0; i < result.length; i++) {
      int row = i % rows;
      double sum = bias.getDouble(row);
      for (int k = 0; k < columns; k++) {
        double x = input[i / rows * columns + k];
        double w = weight.getDouble((long) row * columns + k) * scales.getDouble(row);
        sum += rounded(quantize, x) * w;
      }
      result[i] = sum;
    }
    return result;
  }

  private static double rounded(Quantize quantize, double x) {
    double step = Math.rint((float) x * (1 / (float) quantize.scale())) + quantize.zeroPoint();
    double kept = Math.clamp(step, (double) quantize.quantMin(), (double) quantize.quantMax());
    return (kept - quantize.zeroPoint()) * quantize.scale();
  }

  private static Tensor state(ExportedProgram program, Value input) {
    int index = program.graph().inputs().indexOf(input);
    String name = StateEditor.stateName(program.inputs().get(index));
    return Objects.requireNonNull(program.state().get(name));
  }
}
