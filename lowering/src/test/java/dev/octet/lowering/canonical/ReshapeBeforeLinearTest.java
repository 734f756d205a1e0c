package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leading sizes change in front of a linear layer. */
final class ReshapeBeforeLinearTest {
  private static Rewritten reshaped(List<Long> to, boolean bias, long... sizes) {
    return Rewritten.by(
        new ReshapeBeforeLinear(),
        at -> List.of(reshape(at, linear(at, at.input(DType.FLOAT32, sizes), bias), to)));
  }

  private static Value linear(ProgramSketch at, Value x, boolean bias) {
    return call(at, "aten.linear.default", x, at.weights(8, 4), bias ? at.weights(8) : null);
  }

  private static Value reshape(ProgramSketch at, Value value, List<Long> sizes) {
    return call(at, "aten.reshape.default", value, sizes);
  }

  @Test
  void leadingSizesArePartedInFront() {
    assertThat(reshaped(List.of(2L, 3L, 8L), true, 6, 4).nodes())
        .containsExactly(
            "reshape_1 = reshape(x0) f32[2, 3, 4]",
            "reshape = linear(reshape_1, c1, c2) f32[2, 3, 8]")
        .inOrder();
  }

  @Test
  void leadingSizesAreJoinedInFront() {
    assertThat(reshaped(List.of(6L, 8L), false, 2, 3, 4).nodes())
        .containsExactly(
            "reshape_1 = reshape(x0) f32[6, 4]", "reshape = linear(reshape_1, c1) f32[6, 8]")
        .inOrder();
  }

  @Test
  void aReshapeOfTheChannelsStays() {
    assertThat(reshaped(List.of(6L, 2L, 4L), true, 6, 4).changed()).isFalse();
    assertThat(reshaped(List.of(12L, 4L), true, 6, 4).changed()).isFalse();
  }

  @Test
  void oneDimensionIsNotMadeNorReshaped() {
    assertThat(reshaped(List.of(8L), true, 1, 4).changed()).isFalse();
    assertThat(reshaped(List.of(1L, 8L), true, 4).changed()).isFalse();
  }

  @Test
  void aLayerThatOthersReadStays() {
    Rewritten rewritten =
        Rewritten.by(
            new ReshapeBeforeLinear(),
            at -> {
              Value y = linear(at, at.input(DType.FLOAT32, 6, 4), true);
              return List.of(reshape(at, y, List.of(2L, 3L, 8L)), y);
            });
    assertThat(rewritten.changed()).isFalse();
  }
}
