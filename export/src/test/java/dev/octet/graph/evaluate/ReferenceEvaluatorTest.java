package dev.octet.graph.evaluate;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.op.UnknownOperatorException;
import dev.octet.tensor.DType;
import dev.octet.tensor.InternalException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How the evaluator owns memory, and what it says when a node fails. */
final class ReferenceEvaluatorTest {
  private static final Tensor X = Tensor.of(new float[] {-1, 2}, 2);

  private static boolean isAlive(Tensor tensor) {
    return tensor.storage().scope().isAlive();
  }

  private static List<Object> run(Graph graph, List<?> inputs, ValueListener listener) {
    return Evaluator.reference().run(graph, inputs, Arena.ofAuto(), listener);
  }

  @Test
  void aResultLivesUntilItsLastReader() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[2]) {
              %unread: f32[2] = aten.neg.default(%x)
              %early: f32[2] = aten.relu.default(%x)
              %late: f32[2] = aten.tanh.default(%x)
              %sum: f32[2] = aten.add.Tensor(%early, %late)
              %end: f32[2] = aten.mul.Tensor(%sum, %late)
              return %end
            }
            """);
    Map<String, Tensor> seen = new HashMap<>();
    List<String> alive = new ArrayList<>();
    List<Object> results =
        run(
            graph,
            List.of(X),
            (value, tensor) -> {
              seen.put(value.name(), tensor);
              alive.add(
                  value.name()
                      + " "
                      + seen.entrySet().stream()
                          .filter(entry -> isAlive(entry.getValue()))
                          .map(Map.Entry::getKey)
                          .sorted()
                          .toList());
            });
    assertThat(alive)
        .containsExactly(
            "unread [unread]",
            "early [early]",
            "late [early, late]",
            "sum [early, late, sum]",
            "end [end, late, sum]")
        .inOrder();
    assertThat(seen.values().stream().anyMatch(ReferenceEvaluatorTest::isAlive)).isFalse();
    assertThat(isAlive((Tensor) results.getFirst())).isTrue();
  }

  /** As in networks that drop layers at random when they are trained. */
  @Test
  void anUnknownOperatorOfAtenIsLeftOutWhereNobodyReadsIt() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[2]) {
              %noise: f32[2] = ?aten.rand_like.default(%x)
              %end: f32[2] = aten.relu.default(%x)
              return %end
            }
            """);
    assertThat(((Tensor) run(graph, List.of(X), ValueListener.NONE).getFirst()).getFloat(1))
        .isEqualTo(2);
  }

  @Test
  void otherUnknownOperatorsAreErrors() {
    for (String unknown :
        List.of(
            "%noise: f32[2] = ?aten.rand_like.default(%x)\n  %end: f32[2] = aten.relu.default(%noise)",
            "%end: f32[2] = ?aten.rand_like.default(%x)",
            "%effect: f32[2] = ?mine.log.default(%x)\n  %end: f32[2] = aten.relu.default(%x)",
            "%effect: f32[2] = ?aten.uniform_.default(%x)\n  %end: f32[2] = aten.relu.default(%x)")) {
      Graph graph = GraphText.parse("graph(%x: f32[2]) {\n  " + unknown + "\n  return %end\n}\n");
      UnknownOperatorException failure =
          assertThrows(
              UnknownOperatorException.class, () -> run(graph, List.of(X), ValueListener.NONE));
      assertThat(failure).hasMessageThat().contains("unknown operator");
    }
  }

  @Test
  void aFailureFreesEverythingAndNamesTheNode() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[2], %index: s64[1]) {
              %a: f32[2] = aten.relu.default(%x)
              %b: f32[1] = aten.index_select.default(%a, 0, %index)
              return %a, %b
            }
            """);
    List<Tensor> seen = new ArrayList<>();
    EvaluationException failure =
        assertThrows(
            EvaluationException.class,
            () ->
                run(
                    graph,
                    List.of(X, Tensor.of(new long[] {7}, 1)),
                    (_, tensor) -> seen.add(tensor)));
    assertThat(failure).hasMessageThat().contains("%b");
    assertThat(seen).hasSize(1);
    assertThat(isAlive(seen.getFirst())).isFalse();
  }

  @Test
  void aKernelThatBreaksIsNamed() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[0, 5000000000]) {
              %sum: f32[0] = aten.sum.dim_IntList(%x, [1])
              return %sum
            }
            """);
    Tensor empty = Tensor.allocate(DType.FLOAT32, Shape.of(0, 5_000_000_000L));
    InternalException failure =
        assertThrows(InternalException.class, () -> run(graph, List.of(empty), ValueListener.NONE));
    assertThat(failure).hasMessageThat().contains("%sum");
    assertThat(failure).hasCauseThat().isInstanceOf(ArithmeticException.class);
  }

  @Test
  void anInputOfAnotherKindIsRefused() {
    Graph graph =
        GraphText.parse("graph(%x: f32[2]) { %y: f32[2] = aten.relu.default(%x) return %y }");
    assertThat(
            assertThrows(
                EvaluationException.class, () -> run(graph, List.of("x"), ValueListener.NONE)))
        .hasMessageThat()
        .contains("input %x is a java.lang.String");
    assertThat(
            assertThrows(
                EvaluationException.class, () -> run(graph, List.of(), ValueListener.NONE)))
        .hasMessageThat()
        .contains("0 inputs were given, the graph takes 1");
  }
}
