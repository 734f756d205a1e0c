package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.rewrite.FoldDoubleTranspose;
import dev.octet.graph.rewrite.RemoveIdentityCopies;
import dev.octet.graph.rewrite.RemoveInferenceDropout;
import dev.octet.graph.rewrite.Rewriter;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.text.PrintOptions;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.Verifier;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text form, the verifier and the rewriter on every program that PyTorch wrote. */
final class GoldenTextTest {
  static List<String> models() {
    return Goldens.models();
  }

  private static Graph graph(String model) {
    return Export.read(Goldens.program(model)).graph();
  }

  @ParameterizedTest
  @MethodSource("models")
  void fullTextParsesToTheSameGraph(String model) {
    Graph graph = graph(model);
    assertThat(GraphText.parse(GraphText.print(graph, PrintOptions.FULL))).isEqualTo(graph);
  }

  @ParameterizedTest
  @MethodSource("models")
  void defaultTextIsCanonical(String model) {
    String text = GraphText.print(graph(model));
    assertThat(GraphText.print(GraphText.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("models")
  void capturedGraphsVerifyBeforeAndAfterRewriting(String model) {
    Graph graph = graph(model);
    assertThat(Verifier.violations(graph, Dialect.CAPTURED)).isEmpty();
    Rewriter rewriter =
        Rewriter.of(
            new RemoveInferenceDropout(), new RemoveIdentityCopies(), new FoldDoubleTranspose());
    Graph rewritten = rewriter.rewrite(graph);
    assertThat(Verifier.violations(rewritten, Dialect.CAPTURED)).isEmpty();
    assertThat(rewritten.inputs()).isEqualTo(graph.inputs());
    assertThat(rewritten.nodes().size()).isAtMost(graph.nodes().size());
  }
}
