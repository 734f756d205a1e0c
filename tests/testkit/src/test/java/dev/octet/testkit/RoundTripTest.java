package dev.octet.testkit;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Graph;
import dev.octet.graph.text.GraphText;
import dev.octet.graph.text.PrintOptions;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RoundTripTest {
  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void fullTextParsesToTheSameGraph(long seed) {
    Graph graph = RandomGraphs.anything(seed);
    String text = GraphText.print(graph, PrintOptions.FULL);
    Graph parsed = GraphText.parse(text);
    assertThat(GraphText.print(parsed, PrintOptions.FULL)).isEqualTo(text);
    assertThat(parsed).isEqualTo(graph);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void printingWhatWasParsedIsCanonical(long seed) {
    String text = GraphText.print(RandomGraphs.anything(seed));
    Graph parsed = GraphText.parse(text);
    assertThat(GraphText.print(parsed)).isEqualTo(text);
    assertThat(GraphText.parse(GraphText.print(parsed, PrintOptions.FULL))).isEqualTo(parsed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void textOfTheSameGraphUnderOtherNamesIsEqualWhenNumbered(long seed) {
    PrintOptions numbered = PrintOptions.DEFAULT.withNumbered(true);
    String text = GraphText.print(RandomGraphs.anything(seed), numbered);
    assertThat(GraphText.print(GraphText.parse(text), numbered)).isEqualTo(text);
  }
}
