package dev.octet.graph.rewrite;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.graph.text.GraphText;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;

final class ValueMappingTest {
  private static Value value(int number) {
    return new Value("v" + number, TensorType.of(DType.FLOAT32, 2));
  }

  @Test
  void whatWasToBecomeTheOldValueBecomesTheNewOne() {
    ValueMapping mapping = new ValueMapping().put(value(0), value(1)).put(value(1), value(2));
    assertThat(mapping.of(value(0))).isEqualTo(value(2));
    assertThat(mapping.of(value(3))).isEqualTo(value(3));
    assertThat(mapping.put(value(2), value(0)).of(value(0))).isEqualTo(value(2));
  }

  @Test
  void chainsMayBeLong() {
    int length = 200_000;
    ValueMapping mapping = new ValueMapping();
    for (int i = length; i > 0; i--) {
      mapping.put(value(i), value(i - 1));
    }
    ValueMapping inOrder = new ValueMapping();
    for (int i = 0; i < length; i++) {
      inOrder.put(value(i), value(i + 1));
    }
    assertThat(mapping.of(value(length))).isEqualTo(value(0));
    assertThat(inOrder.of(value(0))).isEqualTo(value(length));
    assertThat(inOrder.of(value(1))).isEqualTo(value(length));
  }

  @Test
  void nodesAndGraphsReadWhatTakesThePlaceOfTheirValues() {
    Graph graph =
        GraphText.parse(
            """
            graph(%x: f32[2], %y: f32[2]) {
              %a: f32[2] = aten.exp.default(%x)
              %b: f32[2] = aten.add.Tensor(%a, %y)
              return %b, %a, None
            }
            """);
    ValueMapping mapping = new ValueMapping().put(graph.value("a"), graph.value("y"));
    Node exp = graph.nodes().get(0);
    assertThat(mapping.of(exp)).isSameInstanceAs(exp);
    Graph mapped = mapping.of(graph.inputs(), graph.nodes().subList(1, 2), graph.outputs());
    assertThat(GraphText.print(mapped))
        .isEqualTo(
            """
            graph(%x: f32[2], %y: f32[2]) {
              %b: f32[2] = aten.add.Tensor(%y, %y)
              return %b, %y, None
            }
            """);
  }
}
