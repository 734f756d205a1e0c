package dev.octet.testkit;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.testkit.RuleTester.ruleTester;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.NodePattern;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.rewrite.RemoveInferenceDropout;
import dev.octet.graph.rewrite.Replacement;
import dev.octet.graph.rewrite.RewriteException;
import dev.octet.graph.rewrite.RewriteRule;
import dev.octet.graph.verify.VerificationException;
import dev.octet.op.AtenOps;
import dev.octet.op.Op;
import dev.octet.op.OpCatalog;
import dev.octet.op.OpName;
import dev.octet.op.Ops;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the tester refuses. */
final class RuleTesterTest {
  private static final String RELU =
      """
      graph(%x: f32[2, 2]) {
        %relu: f32[2, 2] = aten.relu.default(%x)
        return %relu
      }
      """;
  private static final String TANH = RELU.replace("relu", "tanh");

  /** Replaces one operator of one operand by another, under the same type. */
  private static RewriteRule replace(NodePattern<?> pattern, OpName by) {
    return RewriteRule.of(
        "Replace", pattern, (match, b) -> Optional.of(Replacement.by(unary(match, b, by))));
  }

  private static Value unary(Match match, GraphBuilder b, OpName by) {
    Node root = match.root();
    Op op = Ops.of(OpCatalog.standard().get(by), root.op().arguments());
    return b.node(op, root.operands(), List.of(root.result().type())).result();
  }

  private static String refusal(Runnable test) {
    return String.valueOf(assertThrows(AssertionError.class, test::run).getMessage());
  }

  @Test
  void aRuleThatDoesNotFire() {
    String message =
        refusal(() -> ruleTester(new RemoveInferenceDropout()).given(RELU).becomes(RELU));
    assertThat(message).contains("RemoveInferenceDropout did not fire");
    assertThat(message).contains("aten.relu.default");
  }

  @Test
  void aRuleThatGivesWhatItWasGiven() {
    // It fires once, as afterwards its condition no longer holds.
    int[] left = {1};
    RewriteRule rule = replace(Pattern.op(AtenOps.RELU).where(_ -> left[0]-- > 0), AtenOps.RELU);
    assertThat(refusal(() -> ruleTester(rule).given(RELU).becomes(RELU)))
        .contains("gave the graph it was given");
  }

  @Test
  void aRuleThatNeverEnds() {
    RewriteRule rule = replace(Pattern.op(AtenOps.RELU), AtenOps.RELU);
    RewriteException e =
        assertThrows(RewriteException.class, () -> ruleTester(rule).given(RELU).becomes(TANH));
    assertThat(e).hasMessageThat().contains("Replace");
    assertThat(e).hasMessageThat().contains("still apply");
  }

  @Test
  void aRuleThatFiresAgainOnItsOwnResult() {
    // It declines every second time it is asked: once in each run.
    int[] asked = {0};
    RewriteRule rule =
        replace(
            Pattern.op(AtenOps.RELU, AtenOps.TANH).where(_ -> asked[0]++ % 2 == 0), AtenOps.TANH);
    assertThat(refusal(() -> ruleTester(rule).given(RELU).becomes(TANH)))
        .contains("fires again on its own result");
  }

  @Test
  void aResultOtherThanExpected() {
    RewriteRule rule = replace(Pattern.op(AtenOps.RELU), AtenOps.SIGMOID);
    assertThat(
            refusal(() ->
                ruleTester(rule).withoutEvaluation("values differ").given(RELU).becomes(TANH)))
        .contains("expected the graph");
  }

  @Test
  void aResultThatComputesSomethingElse() {
    RewriteRule rule = replace(Pattern.op(AtenOps.RELU), AtenOps.TANH);
    assertThat(refusal(() -> ruleTester(rule).given(RELU).becomes(TANH)))
        .contains("differs at element");
  }

  @Test
  void aGraphThatIsNotInTheDialect() {
    String inPlace = RELU.replace("aten.relu.default", "aten.relu_.default");
    assertThrows(
        VerificationException.class, () -> ruleTester(new RemoveInferenceDropout()).given(inPlace));
  }

  @Test
  void aFiringWhereNoneIsExpected() {
    RewriteRule rule = replace(Pattern.op(AtenOps.RELU), AtenOps.TANH);
    assertThat(refusal(() -> ruleTester(rule).given(RELU).doesNotFire()))
        .contains("was expected not to fire");
  }

  @Test
  void anEvaluationLeftOutWithoutReason() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ruleTester(new RemoveInferenceDropout()).withoutEvaluation(" "));
  }
}
