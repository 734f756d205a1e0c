package dev.octet.testkit;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.verify.Dialect;
import dev.octet.op.Add;
import dev.octet.op.AtenOps;
import dev.octet.op.ElementWise;
import dev.octet.op.MatMul;
import dev.octet.op.OpName;
import dev.octet.op.Relu;
import dev.octet.op.UnknownOperatorException;
import org.junit.jupiter.api.Test;

final class GraphSubjectTest {
  private static final Graph GRAPH =
      GraphText.parse(
          """
          graph(%x: f32[2]) {
            %relu: f32[2] = aten.relu.default(%x)
            %add: f32[2] = aten.add.Tensor(%relu, %x)
            %relu_1: f32[2] = aten.relu.default(%add)
            return %relu_1
          }
          """);

  private static void refuses(Runnable assertion, String message) {
    assertThat(assertThrows(AssertionError.class, assertion::run))
        .hasMessageThat()
        .contains(message);
  }

  @Test
  void whatHoldsPasses() {
    GraphSubject.assertThat(GRAPH).containsInOrder(Relu.class, Add.class, Relu.class);
    GraphSubject.assertThat(GRAPH).containsInOrder(AtenOps.ADD_TENSOR, AtenOps.RELU);
    GraphSubject.assertThat(GRAPH).hasExactly(2, Relu.class);
    GraphSubject.assertThat(GRAPH).hasExactly(3, ElementWise.class);
    GraphSubject.assertThat(GRAPH).hasExactly(1, AtenOps.ADD_TENSOR);
    GraphSubject.assertThat(GRAPH).hasNone(MatMul.class);
    GraphSubject.assertThat(GRAPH).hasNone(AtenOps.MM);
    GraphSubject.assertThat(GRAPH).isIn(Dialect.CAPTURED);
    GraphSubject.assertThat(GRAPH).isTheGraph(GraphText.print(GRAPH).replace("%add", "%sum"));
  }

  @Test
  void whatDoesNotHoldFails() {
    refuses(() -> GraphSubject.assertThat(GRAPH).containsInOrder(Add.class, Add.class), "missing");
    refuses(
        () -> GraphSubject.assertThat(GRAPH).containsInOrder(AtenOps.RELU, AtenOps.MM), "missing");
    refuses(() -> GraphSubject.assertThat(GRAPH).hasExactly(1, Relu.class), "but found");
    refuses(() -> GraphSubject.assertThat(GRAPH).hasNone(Relu.class), "but found");
    refuses(() -> GraphSubject.assertThat(GRAPH).hasNone(AtenOps.RELU), "but found");
    refuses(
        () ->
            GraphSubject.assertThat(GRAPH)
                .isTheGraph(GraphText.print(GRAPH).replace("(%relu, %x)", "(%x, %relu)")),
        "expected the graph");
    refuses(() -> GraphSubject.assertThat(null).hasNone(Relu.class), "null");
    Graph inPlace =
        GraphText.parse("graph(%x: f32[2]) { %y: f32[2] = aten.relu_.default(%x) return %y }");
    refuses(
        () -> GraphSubject.assertThat(inPlace).isIn(Dialect.CAPTURED), "writes into an operand");
  }

  @Test
  void aNameThatNoOperatorHasIsRefusedRatherThanNeverFound() {
    assertThrows(
        UnknownOperatorException.class,
        () -> GraphSubject.assertThat(GRAPH).hasNone(OpName.aten("relu", "defualt")));
    assertThrows(
        IllegalArgumentException.class,
        () -> GraphSubject.assertThat(GRAPH).containsInOrder(new Class<?>[0]));
  }
}
