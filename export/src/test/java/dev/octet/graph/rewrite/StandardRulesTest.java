package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.text.GraphText;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that remove what computes nothing: when they apply, and when they must not. */
final class StandardRulesTest {
  private static final Rewriter TRANSPOSES = Rewriter.of(new FoldDoubleTranspose());
  private static final Rewriter COPIES = Rewriter.of(new RemoveIdentityCopies());
  private static final Rewriter DROPOUT = Rewriter.of(new RemoveInferenceDropout());

  /** A graph with one node of x, which is f32[2]. */
  private static Graph copy(String type, String call) {
    return GraphText.parse("graph(%x: f32[2]) { %y: " + type + " = aten." + call + " return %y }");
  }

  private static Graph transposes(String inner, String outer) {
    return GraphText.parse(
        String.format(
            Locale.ROOT,
            """
            graph(%%x: f32[2, 2, 2]) {
              %%y: f32[2, 2, 2] = aten.transpose.int(%%x, %s)
              %%z: f32[2, 2, 2] = aten.transpose.int(%%y, %s)
              return %%z
            }
            """,
            inner,
            outer));
  }

  private static void assertGivesItsOperand(Graph rewritten) {
    assertThat(rewritten.nodes()).isEmpty();
    assertThat(rewritten.outputs())
        .containsExactly(new GraphOutput.Of(rewritten.inputs().getFirst()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1, 2; 1, 2", "1, 2; 2, 1", "1, 2; -1, -2", "-2, -1; 1, 2", "0, 2; -1, 0"})
  void aTransposeThatUndoesTheOneBeforeItGoes(String inner, String outer) {
    assertGivesItsOperand(TRANSPOSES.rewrite(transposes(inner, outer)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"1, 2; 0, 1", "1, 2; 1, 0", "1, 2; 0, 2", "1, 2; 2, 0", "0, 1; -1, -2"})
  void aTransposeOfOtherDimensionsStays(String inner, String outer) {
    Graph graph = transposes(inner, outer);
    assertThat(TRANSPOSES.rewrite(graph)).isSameInstanceAs(graph);
  }

  @Test
  void transposesOfAScalarFoldToo() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[]) {
              %y: f32[] = aten.transpose.int(%x, 0, -1)
              %z: f32[] = aten.transpose.int(%y, 0, 0)
              return %z
            }
            """);
    assertGivesItsOperand(TRANSPOSES.rewrite(graph));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alias.default(%x)",
        "detach.default(%x)",
        "lift_fresh_copy.default(%x)",
        "contiguous.default(%x)",
        "clone.default(%x)",
        "to.dtype(%x, f32)",
        "_to_copy.default(%x)",
        "_to_copy.default(%x, layout=strided)",
        "to.dtype_layout(%x, dtype=f32, layout=strided)"
      })
  void aCopyInTheSameElementTypeGoes(String call) {
    assertGivesItsOperand(COPIES.rewrite(copy("f32[2]", call)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_to_copy.default(%x, device=device(\"cuda\", 0))",
        "_to_copy.default(%x, layout=sparse_coo)",
        "relu.default(%x)"
      })
  void aCopyToAnotherDeviceOrLayoutStays(String call) {
    Graph graph = copy("f32[2]", call);
    assertThat(COPIES.rewrite(graph)).isSameInstanceAs(graph);
  }

  @Test
  void aCopyInAnotherElementTypeStays() {
    Graph graph = copy("f64[2]", "to.dtype(%x, f64)");
    assertThat(COPIES.rewrite(graph)).isSameInstanceAs(graph);
  }

  @Test
  void onlyDropoutThatDoesNothingGoes() {
    assertGivesItsOperand(DROPOUT.rewrite(copy("f32[2]", "dropout.default(%x, 0.5, False)")));
    Graph training = copy("f32[2]", "dropout.default(%x, 0.5, True)");
    assertThat(DROPOUT.rewrite(training)).isSameInstanceAs(training);
  }

  @Test
  void rulesAreNamedAfterTheirClasses() {
    PassTrace trace = PassTrace.on();
    DROPOUT.rewrite(copy("f32[2]", "dropout.default(%x, 0.5, False)"), trace);
    assertThat(trace.fired("RemoveInferenceDropout")).isEqualTo(1);
  }
}
