package dev.octet.graph.verify;

import dev.octet.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** Collects violations of the rule that is being applied. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();
  private String rule = "";

  /** {@code path} of subgraphs that lead to the graph being checked, empty for the outermost. */
  private String path = "";

  void start(Rule newRule, String newPath) {
    rule = newRule.getClass().getSimpleName();
    path = newPath;
  }

  /** True if the graph being checked is an argument of a node of another. */
  boolean inSubgraph() {
    return !path.isEmpty();
  }

  void at(Node node, String problem) {
    at(node.toString(), problem);
  }

  void at(String where, String problem) {
    violations.add(new Violation(rule, path.isEmpty() ? where : where + " in " + path, problem));
  }

  List<Violation> violations() {
    return violations;
  }
}
