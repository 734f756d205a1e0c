package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.base.Splitter;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Padding by a word, and by the numbers that it stands for. */
final class ExplicitPaddingTest {
  private static long[] sizes(String text) {
    return Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "conv1d, 2x3x9,     4x3x3,     same,  1",
    "conv1d, 2x3x9,     4x3x4,     same,  1",
    "conv1d, 2x3x9,     4x3x4,     same,  3",
    "conv1d, 2x3x9,     4x3x4,     valid, 2",
    "conv2d, 1x3x7x8,   4x3x3x5,   same,  1",
    "conv2d, 1x3x7x8,   4x3x2x5,   same,  1",
    "conv2d, 1x3x7x8,   4x3x4x2,   same,  1",
    "conv2d, 3x7x8,     4x3x4x2,   same,  1",
    "conv3d, 1x2x4x5x6, 3x2x2x3x2, same,  1",
    "conv3d, 1x2x4x5x6, 3x2x2x3x2, valid, 1"
  })
  void givesTheSameNumbers(String name, String input, String weight, String word, long dilation) {
    int dimensions = name.charAt(4) - '0';
    List<Long> stride = Collections.nCopies(dimensions, word.equals("valid") ? 2L : 1L);
    List<Long> dilations = Collections.nCopies(dimensions, dilation);
    FrozenGraph drawn =
        BoundSketch.of(at -> {
          Value x = at.input(DType.FLOAT32, sizes(input));
          return List.of(
              at.at()
                  .call(
                      OpName.aten(name, "padding"),
                      x,
                      at.weights(sizes(weight)),
                      null,
                      stride,
                      word,
                      dilations,
                      1L));
        });
    FrozenGraph after = ExplicitPadding.apply(drawn);
    Node convolution = after.graph().nodes().getLast();
    assertThat(convolution.op().name()).isEqualTo(OpName.aten(name, "default"));
    assertThat(convolution.results()).isEqualTo(drawn.graph().nodes().getLast().results());
    SameNumbers.hold(name, drawn, after, _ -> 1e-5);
  }

  @Test
  void numbersStay() {
    FrozenGraph drawn =
        BoundSketch.of(at ->
            List.of(
                at.at()
                    .call(
                        OpName.aten("conv2d", "default"),
                        at.input(DType.FLOAT32, 1, 3, 7, 8),
                        at.weights(4, 3, 3, 3),
                        null,
                        List.of(1L, 1L),
                        List.of(1L, 1L))));
    assertThat(ExplicitPadding.apply(drawn)).isSameInstanceAs(drawn);
  }
}
