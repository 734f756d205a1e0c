package dev.octet.endtoend.twins;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.program.ExportedProgram;
import java.util.ArrayList;
import java.util.List;

/**
 * What two captures of one network have in common, line by line: names, operators, arguments and
 * types, or origins.
 */
final class GraphListing {
  private GraphListing() {}

  /**
   * Inputs with what they are bound to, nodes and outputs. Strides are left out: the writer alone
   * needs them.
   */
  static List<String> structure(ExportedProgram program) {
    Graph graph = program.graph();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      lines.add(typed(graph.inputs().get(i)) + " " + program.inputs().get(i));
    }
    for (Node node : graph.nodes()) {
      List<String> results = node.results().stream().map(GraphListing::typed).toList();
      lines.add(
          node.name()
              + " "
              + results
              + " = "
              + node.op().name()
              + node.op().arguments()
              + node.operands());
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      lines.add(graph.outputs().get(i) + " " + program.outputs().get(i));
    }
    return lines;
  }

  private static String typed(Value value) {
    ValueType type = value.type();
    return value
        + " "
        + (type instanceof TensorType tensor
            ? tensor.dtype() + tensor.sizes().toString()
            : type.toString());
  }

  /**
   * For each node the module frames, the source function and the torch function; keys of frames and
   * traces differ from run to run.
   */
  static List<String> origins(Graph graph) {
    List<String> lines = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Origin origin = node.origin();
      List<String> frames =
          origin.modules().stream().map(frame -> frame.path() + " " + frame.type()).toList();
      lines.add(
          node.name()
              + " "
              + frames
              + " "
              + origin.sources()
              + " "
              + origin.torchFunction().orElseThrow());
    }
    return lines;
  }
}
