package dev.octet.testkit;

import static com.google.common.truth.Fact.fact;
import static com.google.common.truth.Fact.simpleFact;
import static com.google.common.truth.Truth.assertAbout;

import com.google.common.truth.FailureMetadata;
import com.google.common.truth.Subject;
import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.text.PrintOptions;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.graph.verify.Violation;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about graphs, for what holds after a pipeline; one rule is tested with {@link
 * RuleTester}.
 */
public final class GraphSubject extends Subject {
  private static final PrintOptions NUMBERED = PrintOptions.DEFAULT.withNumbered(true);

  private final @Nullable Graph actual;

  private GraphSubject(FailureMetadata metadata, @Nullable Graph actual) {
    super(metadata, actual);
    this.actual = actual;
  }

  public static GraphSubject assertThat(@Nullable Graph graph) {
    return assertAbout(graphs()).that(graph);
  }

  public static Factory<GraphSubject, Graph> graphs() {
    return GraphSubject::new;
  }

  /** The text with values numbered, so that names of results do not matter; those of inputs do. */
  static String canonical(Graph graph) {
    return GraphText.print(graph, NUMBERED);
  }

  /** The graph is that of the text, up to the names of results and to origins. */
  public void isTheGraph(String text) {
    String expected = canonical(GraphText.parse(text));
    String found = canonical(graph());
    if (!found.equals(expected)) {
      failWithoutActual(fact("expected the graph", "\n" + expected), fact("but was", "\n" + found));
    }
  }

  /** The verifier finds nothing. */
  public void isIn(Dialect dialect) {
    List<Violation> violations = Verifier.violations(graph(), dialect);
    if (!violations.isEmpty()) {
      failWithoutActual(fact("expected to be", dialect), fact("but has", violations), graphFact());
    }
  }

  /** Nodes of these records or traits occur in this order, others between them or not. */
  public void containsInOrder(Class<?>... types) {
    inOrder(
        Arrays.stream(types)
            .map(type -> new Wanted(type.getSimpleName(), type::isInstance))
            .toList());
  }

  /** Nodes of these operators occur in this order, others between them or not. */
  public void containsInOrder(OpName... names) {
    inOrder(Arrays.stream(names).map(GraphSubject::wanted).toList());
  }

  /** So many nodes are of the record or trait. */
  public void hasExactly(int count, Class<?> type) {
    count(count, new Wanted(type.getSimpleName(), type::isInstance));
  }

  /** So many nodes are of the operator. */
  public void hasExactly(int count, OpName name) {
    count(count, wanted(name));
  }

  public void hasNone(Class<?> type) {
    hasExactly(0, type);
  }

  /**
   * No node is of the operator, which must be one that the catalogue knows: a misspelt name would
   * never be found.
   */
  public void hasNone(OpName name) {
    hasExactly(0, name);
  }

  private record Wanted(String name, Predicate<Op> test) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Wanted wanted(OpName name) {
    OpName known = OpCatalog.standard().get(name).name();
    return new Wanted(known.toString(), op -> op.name().equals(known));
  }

  private void inOrder(List<Wanted> wanted) {
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("name at least one operator");
    }
    int next = 0;
    for (var node : graph().nodes()) {
      if (next < wanted.size() && wanted.get(next).test.test(node.op())) {
        next++;
      }
    }
    if (next < wanted.size()) {
      failWithoutActual(
          fact("expected in order", wanted), fact("missing from", wanted.get(next)), graphFact());
    }
  }

  private void count(int expected, Wanted wanted) {
    long found = graph().nodes().stream().filter(node -> wanted.test.test(node.op())).count();
    if (found != expected) {
      failWithoutActual(
          fact("expected nodes of " + wanted, expected), fact("but found", found), graphFact());
    }
  }

  private com.google.common.truth.Fact graphFact() {
    return fact("graph", "\n" + GraphText.print(graph()));
  }

  private Graph graph() {
    if (actual == null) {
      failWithoutActual(simpleFact("expected a graph, but was null"));
      throw new AssertionError("expected a graph, but was null");
    }
    return actual;
  }
}
