package dev.octet.nn;

import dev.octet.graph.Node;
import dev.octet.op.SymbolType;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import java.util.List;
import java.util.stream.Collectors;

/** Names, operators, operands and sizes of a program's nodes, one line each. */
public final class NodeListing {
  private NodeListing() {}

  public static List<String> of(ExportedProgram program) {
    return program.graph().nodes().stream().map(NodeListing::line).toList();
  }

  private static String line(Node node) {
    String operands =
        node.operands().stream().map(Object::toString).collect(Collectors.joining(", "));
    return (node.name() + " " + node.op().name() + "(" + operands + ") " + sizes(node)).strip();
  }

  private static String sizes(Node node) {
    if (node.results().size() != 1) {
      return "";
    }
    return switch (node.result().type()) {
      case TensorType type ->
          type.sizes().stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
      case SymbolType.Int(var expression) -> expression.toString();
      default -> "";
    };
  }
}
