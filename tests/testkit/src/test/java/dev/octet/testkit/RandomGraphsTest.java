package dev.octet.testkit;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.text.PrintOptions;
import dev.octet.graph.verify.Dialect;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RandomGraphsTest {
  @Test
  void oneSeedGivesOneGraph() {
    assertThat(RandomGraphs.anything(17)).isEqualTo(RandomGraphs.anything(17));
    assertThat(RandomGraphs.anything(17)).isNotEqualTo(RandomGraphs.anything(18));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void wellTypedGraphsVerify(long seed) {
    Graph graph = RandomGraphs.wellTyped(seed, 50);
    assertThat(graph.nodes()).hasSize(50);
    GraphSubject.assertThat(graph).isIn(Dialect.CAPTURED);
  }

  @Test
  void manySeedsCoverTheTextForm() {
    StringBuilder text = new StringBuilder();
    Set<String> operators = new HashSet<>();
    for (long seed = 0; seed < 300; seed++) {
      Graph graph = RandomGraphs.anything(seed);
      text.append(GraphText.print(graph, PrintOptions.FULL));
      graph.nodes().forEach(node -> operators.add(node.op().name().toString()));
    }
    for (String part :
        new String[] {
          "$1", " on (", "nan", "-inf", "complex(", "device(", "channels_last", "strided",
              "operator(", "object(", " as %", "?my.op.v2(",
          "() = ", "@true_graph", "int(", "float(", "bool(", "none", "{\"", "\\u", "%\"odd name\"",
              "stack ", "custom ", "higher_order.cond("
        }) {
      assertThat(text.toString()).contains(part);
    }
    assertThat(operators.size()).isGreaterThan(600);
  }
}
