package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.match.Match;
import dev.octet.graph.match.Pattern;
import dev.octet.graph.text.GraphText;
import dev.octet.op.OpName;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replacements that a graph cannot take, and rules that never end. */
final class RefusedReplacementTest {
  private static String refusal(String graph, Function<Match, Replacement> replacement) {
    RewriteRule rule =
        RewriteRule.of(
            "Rule",
            Pattern.op(OpName.parse("aten.exp.default"), OpName.parse("aten.sym_size.int")),
            (match, b) -> Optional.of(replacement.apply(match)));
    return String.valueOf(
        assertThrows(
                RewriteException.class, () -> Rewriter.of(rule).rewrite(GraphText.parse(graph)))
            .getMessage());
  }

  private static final String EXP =
      "graph(%x: f32[2]) { %y: f32[2] = aten.exp.default(%x) return %y }";

  @Test
  void anotherNumberOfValuesIsRefused() {
    assertThat(refusal(EXP, match -> Replacement.byNothing()))
        .contains("rule Rule replaces %y aten.exp.default, which has 1 results, by 0 values");
  }

  @Test
  void aResultOfTheReplacedNodeIsRefused() {
    assertThat(refusal(EXP, match -> Replacement.by(match.root().result())))
        .contains("rule Rule replaces %y of %y aten.exp.default by a result of the same node");
  }

  @Test
  void aNodeThatReadsTheReplacedOneIsRefused() {
    RewriteRule rule =
        RewriteRule.of(
            "Rule",
            Pattern.op(OpName.parse("aten.exp.default")),
            (match, b) ->
                Optional.of(
                    Replacement.by(
                        b.call(OpName.parse("aten.cos.default"), match.root().result()))));
    RewriteException e =
        assertThrows(RewriteException.class, () -> Rewriter.of(rule).rewrite(GraphText.parse(EXP)));
    assertThat(e)
        .hasMessageThat()
        .contains("rule Rule makes %cos aten.cos.default, which reads a result of %y");
  }

  @Test
  void aTensorInPlaceOfASizeIsRefused() {
    String graph = "graph(%x: f32[s0]) { %n: int(s0) = aten.sym_size.int(%x, 0) return %n }";
    assertThat(refusal(graph, match -> Replacement.by(match.root().operand(0))))
        .contains("found f32[s0], expected");
  }

  @ParameterizedTest
  @CsvSource({"1, 1000", "49, 1000", "60, 1200"})
  void rulesThatNeverEndAreStoppedAfterTwentyApplicationsForEachNode(int nodes, int limit) {
    StringBuilder text = new StringBuilder("graph(%r0: f32[2]) {\n");
    for (int i = 1; i <= nodes; i++) {
      text.append("%r")
          .append(i)
          .append(": f32[2] = aten.exp.default(%r")
          .append(i - 1)
          .append(")\n");
    }
    Graph graph = GraphText.parse(text.append("return %r" + nodes + " }").toString());
    RewriteRule again =
        RewriteRule.of(
            "Again",
            Pattern.op(OpName.parse("aten.exp.default")),
            (match, b) ->
                Optional.of(
                    Replacement.by(
                        b.call(OpName.parse("aten.exp.default"), match.root().operand(0)))));
    RewriteException e =
        assertThrows(RewriteException.class, () -> Rewriter.of(again).rewrite(graph));
    assertThat(e)
        .hasMessageThat()
        .contains("after " + limit + " applications to a graph of " + nodes + " nodes");
  }
}
