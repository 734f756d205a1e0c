package dev.octet.graph.verify;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Argument;
import java.util.Collection;
import java.util.List;

/**
 * Checks graphs, with all their subgraphs, against the rules of a dialect; in time linear in their
 * size. Stateless.
 */
public final class Verifier {
  private Verifier() {}

  /** All violations; empty if the graph is in the dialect. */
  public static ImmutableList<Violation> violations(Graph graph, Dialect dialect) {
    Findings findings = new Findings();
    apply(Dialect.WELL_FORMED, graph, "", findings);
    if (findings.violations().isEmpty()) {
      apply(Dialect.TYPED, graph, "", findings);
      apply(dialect.rules(), graph, "", findings);
    }
    return ImmutableList.copyOf(findings.violations());
  }

  /**
   * Refuses a graph that is not in the dialect.
   *
   * @throws VerificationException with all violations, each naming its node
   */
  public static void check(Graph graph, Dialect dialect) {
    List<Violation> violations = violations(graph, dialect);
    if (!violations.isEmpty()) {
      throw new VerificationException(dialect, violations);
    }
  }

  private static void apply(List<Rule> rules, Graph graph, String path, Findings findings) {
    for (Rule rule : rules) {
      findings.start(rule, path);
      rule.check(graph, findings);
    }
    for (Node node : graph.nodes()) {
      descend(rules, node, node.op().arguments(), path, findings);
    }
  }

  private static void descend(
      List<Rule> rules, Node node, Collection<Argument> arguments, String path, Findings findings) {
    for (Argument argument : arguments) {
      switch (argument) {
        case Argument.Subgraph(String name, var body) ->
            apply(rules, (Graph) body, inner(path, node, name), findings);
        case Argument.ListOf(var elements) -> descend(rules, node, elements, path, findings);
        case Argument.MapOf(var entries) -> descend(rules, node, entries.values(), path, findings);
        default -> {}
      }
    }
  }

  private static String inner(String path, Node node, String name) {
    return "@" + name + " of %" + node.name() + (path.isEmpty() ? "" : " in " + path);
  }
}
