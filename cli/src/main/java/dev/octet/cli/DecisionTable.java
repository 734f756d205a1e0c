package dev.octet.cli;

import dev.octet.graph.Node;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.annotate.Decision;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was decided about every node, as a table. */
final class DecisionTable {
  private DecisionTable() {}

  static void print(ExportedProgram program, PreparedModel prepared, PrintWriter out) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NODE", "OPERATOR", "DECISION", "ANNOTATOR", "RULE", "MODULE"));
    nodes(program, prepared).values().forEach(node -> rows.add(row(node, prepared)));
    TextTable.print(rows, out);
    out.println();
    out.println(DecisionCounts.describe(prepared.annotations()));
  }

  /**
   * The nodes that decisions are about, by name: those of the program, and those that the quantizer
   * made of them.
   */
  static Map<String, Node> nodes(ExportedProgram program, PreparedModel prepared) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    program.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    for (Node node : prepared.program().graph().nodes()) {
      if (prepared.annotations().decision(node.name()).isPresent()) {
        nodes.putIfAbsent(node.name(), node);
      }
    }
    return nodes;
  }

  private static List<String> row(Node node, PreparedModel prepared) {
    Decision decision = prepared.annotations().decision(node.name()).orElse(null);
    String reason =
        decision == null
            ? "replaced before it was annotated"
            : decision.detail().isEmpty()
                ? decision.reason().toString()
                : decision.reason() + " (" + decision.detail() + ")";
    return List.of(
        "%" + node.name(),
        node.op().name().toString(),
        reason,
        decision == null ? "" : decision.annotator(),
        decision == null ? "" : decision.rule(),
        node.origin().modulePath());
  }
}
