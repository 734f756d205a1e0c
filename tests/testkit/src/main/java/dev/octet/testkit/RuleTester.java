package dev.octet.testkit;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.rewrite.PassTrace;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;

/**
 * Tests one rewrite rule on graphs given as text: {@code
 * ruleTester(rule).given(text).becomes(text)} or {@code .doesNotFire()}.
 *
 * <p>A rule that becomes the expectation must also have fired, have changed the graph, have kept
 * inputs and the types of outputs, have given a graph that verifies and to which it does not apply
 * again, and the reference evaluator must agree on random inputs. Names of results do not matter.
 */
public final class RuleTester {
  private static final long SEED = 20_260_101;
  private static final int RUNS = 3;

  private final RewriteRule rule;
  private final Dialect dialect;
  private final double tolerance;
  private final boolean evaluated;

  private RuleTester(RewriteRule rule, Dialect dialect, double tolerance, boolean evaluated) {
    this.rule = rule;
    this.dialect = dialect;
    this.tolerance = tolerance;
    this.evaluated = evaluated;
  }

  /** A tester for captured graphs whose outputs must agree exactly. */
  public static RuleTester ruleTester(RewriteRule rule) {
    return new RuleTester(rule, Dialect.CAPTURED, 0, true);
  }

  /** Graphs are checked against another dialect. */
  public RuleTester in(Dialect newDialect) {
    return new RuleTester(rule, newDialect, tolerance, evaluated);
  }

  /** Outputs may differ by so much, relative to the larger of 1 and the expected value. */
  public RuleTester within(double newTolerance) {
    return new RuleTester(rule, dialect, newTolerance, evaluated);
  }

  /**
   * For graphs with operators that the reference evaluator cannot run; the reason is for the
   * reader.
   */
  public RuleTester withoutEvaluation(String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("say why the graphs cannot be evaluated");
    }
    return new RuleTester(rule, dialect, tolerance, false);
  }

  public Given given(String text) {
    Graph graph = GraphText.parse(text);
    Verifier.check(graph, dialect);
    return new Given(graph);
  }

  /** A graph to which the rule is about to be applied. */
  public final class Given {
    private final Graph before;

    private Given(Graph before) {
      this.before = before;
    }

    /** The rule applies, and gives the graph of this text. */
    public void becomes(String text) {
      Graph expected = GraphText.parse(text);
      Verifier.check(expected, dialect);
      PassTrace trace = PassTrace.on();
      Graph after = Rewriter.of(rule).rewrite(before, trace);
      if (trace.fired(rule.name()) == 0) {
        fail("did not fire", before);
      }
      if (GraphSubject.canonical(after).equals(GraphSubject.canonical(before))) {
        fail("fired, but gave the graph it was given", before);
      }
      checkSignature(after);
      GraphSubject.assertThat(after).isIn(dialect);
      PassTrace again = PassTrace.on();
      Graph twice = Rewriter.of(rule).rewrite(after, again);
      if (again.fired(rule.name()) > 0 || !twice.equals(after)) {
        fail("fires again on its own result", after);
      }
      assertWithMessage("result of %s", rule.name())
          .about(GraphSubject.graphs())
          .that(after)
          .isTheGraph(text);
      if (evaluated) {
        checkAgreement(after);
      }
    }

    /** The rule leaves the graph alone. */
    public void doesNotFire() {
      PassTrace trace = PassTrace.on();
      Graph after = Rewriter.of(rule).rewrite(before, trace);
      if (trace.fired(rule.name()) > 0 || !after.equals(before)) {
        fail("was expected not to fire, but gave\n" + GraphText.print(after) + "for", before);
      }
    }

    private void checkSignature(Graph after) {
      assertWithMessage("inputs after %s", rule.name())
          .that(after.inputs())
          .isEqualTo(before.inputs());
      assertWithMessage("outputs after %s", rule.name())
          .that(types(after))
          .isEqualTo(types(before));
    }

    private static List<Object> types(Graph graph) {
      return graph.outputs().stream().map(Given::type).toList();
    }

    /** Strides are left out: they are no part of what a graph computes. */
    private static Object type(GraphOutput output) {
      return switch (output) {
        case GraphOutput.Of(var value) -> {
          ValueType type = value.type();
          yield type instanceof TensorType tensor ? tensor.withDType(tensor.dtype()) : type;
        }
        case GraphOutput.Literal(var literal) -> literal;
      };
    }

    private void checkAgreement(Graph after) {
      Evaluator evaluator = Evaluator.reference();
      for (int run = 0; run < RUNS; run++) {
        try (Arena arena = Arena.ofConfined()) {
          List<Object> inputs = RandomInputs.of(before, SEED + run, arena);
          List<Object> expected = evaluator.run(before, inputs, arena);
          List<Object> found = evaluator.run(after, inputs, arena);
          for (int i = 0; i < expected.size(); i++) {
            checkEqual(expected.get(i), found.get(i), "output " + i + " of " + rule.name());
          }
        }
      }
    }

    private void checkEqual(Object expected, Object found, String where) {
      if (!(expected instanceof Tensor left && found instanceof Tensor right)) {
        assertWithMessage(where).that(found).isEqualTo(expected);
        return;
      }
      assertWithMessage(where).that(right.dtype()).isEqualTo(left.dtype());
      assertWithMessage(where).that(right.shape()).isEqualTo(left.shape());
      for (long i = 0; i < left.elements(); i++) {
        double a = left.getDouble(i);
        double b = right.getDouble(i);
        boolean agree =
            Double.compare(a, b) == 0 || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
        if (!agree) {
          throw new AssertionError(
              String.format(
                  Locale.ROOT,
                  "%s differs at element %d: found %s, expected %s within %s",
                  where,
                  i,
                  b,
                  a,
                  tolerance));
        }
      }
    }

    private void fail(String what, Graph graph) {
      throw new AssertionError(
          String.format(Locale.ROOT, "rule %s %s:\n%s", rule.name(), what, GraphText.print(graph)));
    }
  }
}
