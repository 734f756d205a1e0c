package dev.octet.graph.rewrite;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.VerificationException;
import dev.octet.graph.verify.Verifier;
import dev.octet.tensor.InternalException;
import java.time.Duration;
import java.util.List;

/** Passes in a row, each of which takes the dialect that the one before it gives. Immutable. */
public final class Pipeline implements Pass {
  private final String name;
  private final ImmutableList<Pass> passes;
  private final boolean verifying;

  private Pipeline(String name, ImmutableList<Pass> passes, boolean verifying) {
    this.name = name;
    this.passes = passes;
    this.verifying = verifying;
  }

  /**
   * A pipeline of at least one pass.
   *
   * @throws IllegalArgumentException if a pass does not take what the one before it gives, naming
   *     both
   */
  public static Pipeline of(String name, List<Pass> passes) {
    Preconditions.checkArgument(!passes.isEmpty(), "pipeline %s has no passes", name);
    for (int i = 1; i < passes.size(); i++) {
      Pass before = passes.get(i - 1);
      Pass after = passes.get(i);
      Preconditions.checkArgument(
          before.output() == after.input(),
          "pipeline %s: pass %s gives %s, but pass %s after it takes %s",
          name,
          before.name(),
          before.output(),
          after.name(),
          after.input());
    }
    return new Pipeline(name, ImmutableList.copyOf(passes), false);
  }

  /** The same pipeline, which checks the graph before the first pass and after each. */
  public Pipeline verifying() {
    return new Pipeline(name, passes, true);
  }

  public ImmutableList<Pass> passes() {
    return passes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dialect input() {
    return passes.getFirst().input();
  }

  @Override
  public Dialect output() {
    return passes.getLast().output();
  }

  public Graph run(Graph graph) {
    return run(graph, PassTrace.OFF);
  }

  /**
   * Runs the passes in order.
   *
   * @throws VerificationException if the pipeline verifies and the graph that goes in is not in its
   *     dialect
   * @throws InternalException if the pipeline verifies and a pass gives a graph that is not in the
   *     dialect it promises
   */
  @Override
  public Graph run(Graph graph, PassTrace trace) {
    if (verifying) {
      Verifier.check(graph, input());
    }
    Graph current = graph;
    for (Pass pass : passes) {
      long start = System.nanoTime();
      Graph next = pass.run(current, trace);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      trace.add(
          new PassTrace.Entry(
              pass.name(),
              isSame(current, next) ? 0 : 1,
              current.nodes().size(),
              next.nodes().size(),
              time));
      if (verifying) {
        verify(pass, next);
      }
      current = next;
    }
    return current;
  }

  /**
   * A pass that changes nothing gives back the object; comparing by value would cost more than many
   * passes.
   */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Graph before, Graph after) {
    return before == after;
  }

  private static void verify(Pass pass, Graph graph) {
    try {
      Verifier.check(graph, pass.output());
    } catch (VerificationException e) {
      throw new InternalException("after pass " + pass.name() + ", " + e.getMessage(), e);
    }
  }
}
