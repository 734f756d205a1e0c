package dev.octet.cli;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.graph.Value;
import dev.octet.op.NearestNames;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.InputException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that is known about one node and what was decided about it. */
final class NodeExplanation {
  private final List<List<String>> rows = new ArrayList<>();

  private NodeExplanation() {}

  /**
   * Prints what is known.
   *
   * @param asked the name, with or without a {@code %}
   * @throws InputException if there is no such node, naming the nearest
   */
  static void print(
      ExportedProgram program, PreparedModel prepared, String asked, PrintWriter out) {
    String name = asked.startsWith("%") ? asked.substring(1) : asked;
    Map<String, Node> nodes = DecisionTable.nodes(program, prepared);
    Node node = nodes.get(name);
    if (node == null) {
      throw new InputException(
          "there is no node %"
              + name
              + "; nearest: "
              + String.join(", ", NearestNames.nearest(name, nodes.keySet(), 3)));
    }
    NodeExplanation explanation = new NodeExplanation();
    explanation.about(node);
    explanation.decision(node, prepared.annotations());
    explanation.sites(node, prepared.annotations());
    TextTable.print(explanation.rows, out);
  }

  private void row(String what, String text) {
    if (!text.isEmpty()) {
      rows.add(List.of(what, text));
    }
  }

  private void about(Node node) {
    Origin origin = node.origin();
    row("node", "%" + node.name());
    row("operator", node.op().name().toString());
    row("module", origin.modulePath());
    row("class", origin.moduleType());
    origin.source().ifPresent(source -> row("called as", source.target()));
    origin.stackTrace().flatMap(NodeExplanation::lastLine).ifPresent(line -> row("source", line));
  }

  /** The line of the network's source that a node comes from, if the file has it. */
  static Optional<String> source(ExportedProgram program, String node) {
    return program.graph().nodes().stream()
        .filter(candidate -> candidate.name().equals(node))
        .findFirst()
        .flatMap(found -> found.origin().stackTrace())
        .flatMap(NodeExplanation::lastLine);
  }

  /** The innermost line of code; Python underlines it with carets. */
  private static Optional<String> lastLine(String stackTrace) {
    return Splitter.on('\n')
        .trimResults()
        .splitToStream(stackTrace)
        .filter(line -> !CharMatcher.anyOf("^~ ").matchesAllOf(line))
        .reduce((_, last) -> last);
  }

  private void decision(Node node, Annotations annotations) {
    Optional<Decision> made = annotations.decision(node.name());
    row(
        "decision",
        made.map(decision -> decision.reason().toString())
            .orElse("replaced before it was annotated"));
    made.ifPresent(decision -> {
      row("detail", decision.detail());
      row("annotator", decision.annotator());
      row("rule", decision.rule());
    });
  }

  private void sites(Node node, Annotations annotations) {
    for (int i = 0; i < node.operands().size(); i++) {
      Value operand = node.operand(i);
      row("reads", operand + " " + operand.type() + spec(annotations, Site.input(node, i)));
    }
    annotations
        .sites()
        .keySet()
        .forEach(site -> {
          if (site instanceof Site.Input(String name, int index)
              && name.equals(node.name())
              && index >= node.operands().size()) { // a bias that folding has added
            row("reads", site + spec(annotations, site));
          }
        });
    for (Value result : node.results()) {
      row("gives", result + " " + result.type() + spec(annotations, Site.output(result)));
    }
  }

  private static String spec(Annotations annotations, Site site) {
    Optional<QuantizationSpecBase> spec = annotations.sites().get(site);
    return spec == null ? "" : " <- " + spec.map(SpecText::of).orElse("expressly not quantized");
  }
}
