package dev.octet.graph.rewrite;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.verify.Dialect;
import java.util.List;

/**
 * Applies rules to a graph until none applies. Every node is tried once, with the rules in their
 * order; after an application only what it touched is tried again. With patterns of bounded size
 * the time is linear in the size of the graph and the number of applications. Graphs inside
 * arguments are left alone. Immutable and thread-safe.
 */
public final class Rewriter {
  private static final int APPLICATIONS_PER_NODE = 20;
  private static final int LEAST_LIMIT = 1000;

  private final ImmutableList<RewriteRule> rules;
  private final long limit;

  private Rewriter(List<? extends RewriteRule> rules, long limit) {
    this.rules = ImmutableList.copyOf(rules);
    this.limit = limit;
  }

  public static Rewriter of(RewriteRule... rules) {
    return of(List.of(rules));
  }

  public static Rewriter of(List<? extends RewriteRule> rules) {
    return new Rewriter(rules, 0);
  }

  /**
   * At most so many applications in one run, in place of 20 for each node of the graph (and at
   * least 1000).
   */
  public Rewriter withLimit(long applications) {
    return new Rewriter(rules, applications);
  }

  /** The rewritten graph; the same object if no rule applied. */
  public Graph rewrite(Graph graph) {
    return rewrite(graph, PassTrace.OFF);
  }

  /**
   * Rewrites and records how often each rule applied.
   *
   * @throws RewriteException if rules still apply after as many applications as the limit allows
   */
  public Graph rewrite(Graph graph, PassTrace trace) {
    long applications =
        limit > 0
            ? limit
            : Math.max(LEAST_LIMIT, (long) APPLICATIONS_PER_NODE * graph.nodes().size());
    return new RewriteRun(graph, rules, applications).run(trace);
  }

  /** This as a step of a pipeline, from a dialect to itself. */
  public Pass asPass(String name, Dialect dialect) {
    return Pass.of(name, dialect, dialect, this::rewrite);
  }
}
