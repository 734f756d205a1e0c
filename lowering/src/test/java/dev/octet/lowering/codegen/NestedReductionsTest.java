package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

final class NestedReductionsTest {
  /** Of the first node and all that are behind it, reading an image of 8 channels. */
  private static boolean arise(BiFunction<GraphBuilder, Value, Value> make) {
    List<Node> nodes =
        Bodies.of((b, x) -> make.apply(b, x.get(0)), type(DType.FLOAT32, 2, 8, 5, 6)).nodes();
    return NestedReductions.arise(nodes.getFirst(), nodes.subList(1, nodes.size()));
  }

  private static Value rows(GraphBuilder b, Value x) {
    return call(b, "aten.layer_norm.default", x, List.of(6));
  }

  private static Value groups(GraphBuilder b, Value x) {
    return call(b, "aten.group_norm.default", x, 4);
  }

  private static Value mean(GraphBuilder b, Value x, Integer... dims) {
    return call(b, "aten.mean.dim", x, List.of(dims), true);
  }

  @Test
  void statisticsOfRowsInASumOverRows() {
    assertThat(arise((b, x) -> mean(b, rows(b, x), 2))).isTrue();
    assertThat(arise((b, x) -> mean(b, call(b, "aten.relu.default", rows(b, x)), 1))).isTrue();
    assertThat(arise((b, x) -> mean(b, call(b, "aten.softmax.int", x, 1), 2))).isTrue();
  }

  @Test
  void statisticsOfGroupsInASumOverChannels() {
    assertThat(arise((b, x) -> mean(b, groups(b, x), 1))).isTrue();
  }

  @Test
  void aMeanOfNorms() {
    assertThat(
            arise((b, x) -> {
              Value norm = call(b, "aten.linalg_vector_norm.default", x, 2, List.of(2, 3), true);
              return call(b, "aten.div.Tensor", norm, mean(b, norm, 1));
            }))
        .isTrue();
  }

  @Test
  void noneWhereBothReduceTheSame() {
    assertThat(arise((b, x) -> mean(b, rows(b, x), 3))).isFalse();
    assertThat(arise((b, x) -> mean(b, groups(b, x), 2, 3))).isFalse();
    assertThat(
            arise((b, x) -> {
              Value distance = call(b, "aten.sub.Tensor", x, mean(b, x, 1));
              return mean(b, call(b, "aten.mul.Tensor", distance, distance), 1);
            }))
        .isFalse();
  }

  @Test
  void noneWhereOneReduces() {
    assertThat(arise((b, x) -> call(b, "aten.silu.default", groups(b, x)))).isFalse();
    assertThat(arise((b, x) -> mean(b, call(b, "aten.silu.default", x), 1))).isFalse();
  }
}
