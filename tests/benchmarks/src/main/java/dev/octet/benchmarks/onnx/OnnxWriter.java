package dev.octet.benchmarks.onnx;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.lowering.freeze.FrozenProgram;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.InputException;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Map;

/**
 * Writes programs as ONNX models. Names of inputs are those of the graph. Operators of
 * convolutional networks and transformers are known; others are refused by name.
 */
public final class OnnxWriter {
  private OnnxWriter() {}

  /**
   * The bytes of a model.
   *
   * @throws InputException for a program with symbolic sizes or an operator that is not known here
   */
  public static byte[] write(ExportedProgram program, OnnxStyle style) {
    if (program.userInputs().stream().anyMatch(value -> !value.type().symbols().isEmpty())) {
      throw new InputException("an ONNX file is written of programs of fixed sizes; export one");
    }
    try (Arena arena = Arena.ofShared()) {
      return write(new FrozenProgram(program, arena).at(Map.of()), style);
    }
  }

  private static byte[] write(FrozenGraph frozen, OnnxStyle style) {
    Graph graph = frozen.graph();
    OnnxGraph out = new OnnxGraph();
    Names names = new Names(frozen, out);
    graph.inputs().forEach(out::input);
    for (Node node : graph.nodes()) {
      if (Quantization.isWeight(node, frozen)) {
        continue; // written where it is read, in the layout that its reader wants
      }
      boolean known =
          Quantization.write(node, names, style)
              || Products.write(node, names, style)
              || Pointwise.write(node, names, style)
              || Shapes.write(node, names)
              || Images.write(node, names);
      if (!known) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%%%s %s: no ONNX node is written for this operator; expected one of those of"
                    + " convolutional networks and transformers",
                node.name(),
                node.op().name()));
      }
    }
    for (GraphOutput output : graph.outputs()) {
      if (!(output instanceof GraphOutput.Of(Value value))) {
        throw new InputException(
            "output " + output + " is no tensor, which ONNX files do not have");
      }
      // Outputs need names of their own: one value may be given twice, or be a constant.
      Value named = new Value(out.freshName("output"), value.type());
      out.node("Identity", java.util.List.of(names.of(value)), named.name());
      out.output(named);
    }
    return out.toBytes();
  }
}
