package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Copies over other tensors, and tensors that are stretched together. */
final class DecomposeCopiesTest {
  private static Value input(ProgramSketch at, DType dtype, long... sizes) {
    return at.input(dtype, sizes);
  }

  private static Value copy(ProgramSketch at, Value over, Value source) {
    return at.at().call(OpName.parse("aten.copy.default"), over, source);
  }

  private static List<Value> together(ProgramSketch at, Value... values) {
    return at.at()
        .node(OpName.parse("aten.broadcast_tensors.default"), List.of(List.of(values)), Map.of())
        .results();
  }

  /** The operators afterwards; the numbers are held to what was drawn. */
  private static List<String> parts(Function<ProgramSketch, Value> drawing) {
    FrozenGraph drawn = BoundSketch.of(at -> List.of(drawing.apply(at)));
    FrozenGraph after = DecomposeCopies.apply(drawn);
    SameNumbers.hold("copy", drawn, after, _ -> 0);
    return after.graph().nodes().stream().map(Node::op).map(op -> op.name().base()).toList();
  }

  @Test
  void aCopyIsItsSourceInTypeAndSizesOfTheOther() {
    assertThat(parts(at -> copy(at, input(at, DType.FLOAT32, 2, 3), input(at, DType.FLOAT64, 3))))
        .containsExactly("to", "expand")
        .inOrder();
    assertThat(
            parts(at -> copy(at, input(at, DType.FLOAT32, 2, 3), input(at, DType.FLOAT32, 2, 1))))
        .containsExactly("expand");
  }

  @Test
  void tensorsAreStretchedOneByOne() {
    for (int i = 0; i < 3; i++) {
      int index = i;
      assertThat(
              parts(at ->
                  together(
                          at,
                          input(at, DType.FLOAT32, 2, 1),
                          input(at, DType.FLOAT64, 3),
                          input(at, DType.FLOAT32, 4, 1, 1))
                      .get(index)))
          .containsExactly("expand", "expand", "expand");
    }
  }

  @Test
  void otherNodesAndAllNamesStay() {
    FrozenGraph drawn =
        BoundSketch.of(at -> {
          Value x = input(at, DType.FLOAT32, 3);
          List<Value> both = together(at, x, input(at, DType.FLOAT32, 2, 1));
          return List.of(both.get(0), at.at().call(OpName.parse("aten.exp.default"), both.get(1)));
        });
    Graph after = DecomposeCopies.apply(drawn).graph();
    assertThat(after.outputs()).isEqualTo(drawn.graph().outputs());
    assertThat(after.outputs()).hasSize(2);
    assertThat(after.producer(((GraphOutput.Of) after.outputs().getFirst()).value())).isPresent();
    FrozenGraph plain =
        BoundSketch.of(at ->
            List.of(at.at().call(OpName.parse("aten.exp.default"), input(at, DType.FLOAT32, 2))));
    assertThat(DecomposeCopies.apply(plain)).isSameInstanceAs(plain);
  }
}
