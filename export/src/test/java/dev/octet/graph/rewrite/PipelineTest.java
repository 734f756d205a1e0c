package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.verify.Dialect;
import dev.octet.graph.verify.VerificationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PipelineTest {
  private static final Pass PREPARE =
      Pass.of("Prepare", Dialect.CAPTURED, Dialect.PREPARED, (graph, trace) -> graph);
  private static final Pass QUANTIZE =
      Pass.of("Quantize", Dialect.PREPARED, Dialect.QUANTIZED, (graph, trace) -> graph);

  private static Graph relu() {
    return GraphText.parse("graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(%x) return %y }");
  }

  @Test
  void aPipelineTakesWhatItsFirstPassTakesAndGivesWhatItsLastGives() {
    Pipeline pipeline = Pipeline.of("both", List.of(PREPARE, QUANTIZE));
    assertThat(pipeline.name()).isEqualTo("both");
    assertThat(pipeline.passes()).containsExactly(PREPARE, QUANTIZE).inOrder();
    assertThat(pipeline.input()).isEqualTo(Dialect.CAPTURED);
    assertThat(pipeline.output()).isEqualTo(Dialect.QUANTIZED);
    assertThat(pipeline.verifying().passes()).containsExactly(PREPARE, QUANTIZE).inOrder();
    assertThat(pipeline.verifying().name()).isEqualTo("both");
  }

  @Test
  void aPipelineWithoutPassesIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Pipeline.of("empty", List.of()));
    assertThat(e).hasMessageThat().contains("pipeline empty has no passes");
  }

  @Test
  void onlyAVerifyingPipelineChecksWhatGoesIn() {
    Graph whole = relu();
    Graph broken = new Graph(whole.inputs(), List.of(), whole.outputs());
    Pass mend = Pass.of("Mend", Dialect.CAPTURED, Dialect.CAPTURED, (graph, trace) -> whole);
    Pipeline pipeline = Pipeline.of("p", List.of(mend));
    assertThat(pipeline.run(broken)).isSameInstanceAs(whole);
    VerificationException e =
        assertThrows(VerificationException.class, () -> pipeline.verifying().run(broken));
    assertThat(e).hasMessageThat().contains("%y is not defined");
  }

  @Test
  void timesAreThoseOfThePassesAndRules() {
    Rewriter rewriter = Rewriter.of(new RemoveIdentityCopies());
    PassTrace trace = PassTrace.on();
    long start = System.nanoTime();
    Pipeline.of("p", List.of(rewriter.asPass("Copies", Dialect.CAPTURED))).run(relu(), trace);
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    assertThat(trace.entries()).hasSize(2);
    for (PassTrace.Entry entry : trace.entries()) {
      assertThat(entry.time()).isAtLeast(Duration.ZERO);
      assertThat(entry.time()).isAtMost(whole);
    }
  }

  @Test
  void anEntryIsOneLineInMilliseconds() {
    PassTrace.Entry entry = new PassTrace.Entry("Fold", 3, 12, 9, Duration.ofNanos(1_500_000));
    assertThat(entry.toString()).contains("fired      3, nodes     12 to      9,    1.500 ms");
  }

  @Test
  void aTraceThatIsOffRecordsNothing() {
    Pipeline.of("p", List.of(PREPARE)).run(relu());
    assertThat(PassTrace.OFF.entries()).isEmpty();
  }
}
