package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.tensor.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which changes of shape keep the order of the elements. */
final class ViewAsReshapeTest {
  private static Rewritten viewed(String name, List<?> arguments, long... sizes) {
    return Rewritten.by(
        new ViewAsReshape(),
        at -> {
          Object[] all =
              Stream.concat(Stream.of(at.input(DType.FLOAT32, sizes)), arguments.stream())
                  .toArray();
          return List.of(call(at, name, all));
        });
  }

  static Stream<Arguments> inOrder() {
    return Stream.of(
        Arguments.of("aten.view.default", List.of(List.of(3L, 4L)), "[3, 4]"),
        Arguments.of("aten._unsafe_view.default", List.of(List.of(-1L)), "[12]"),
        Arguments.of("aten.flatten.using_ints", List.of(), "[12]"),
        Arguments.of("aten.unsqueeze.default", List.of(1L), "[4, 1, 1, 3]"),
        Arguments.of("aten.squeeze.default", List.of(), "[4, 3]"),
        Arguments.of("aten.squeeze.dim", List.of(1L), "[4, 3]"),
        Arguments.of("aten.unflatten.int", List.of(0L, List.of(2L, 2L)), "[2, 2, 1, 3]"),
        Arguments.of("aten.ravel.default", List.of(), "[12]"),
        Arguments.of("aten.atleast_2d.default", List.of(), "[4, 1, 3]"),
        Arguments.of("aten.transpose.int", List.of(0L, 1L), "[1, 4, 3]"),
        Arguments.of("aten.transpose.int", List.of(-1L, -2L), "[4, 3, 1]"),
        Arguments.of("aten.transpose.int", List.of(0L, -3L), "[4, 1, 3]"),
        Arguments.of("aten.permute.default", List.of(List.of(1L, 0L, 2L)), "[1, 4, 3]"),
        Arguments.of("aten.permute.default", List.of(List.of(-3L, -1L, 1L)), "[4, 3, 1]"));
  }

  @ParameterizedTest
  @MethodSource("inOrder")
  void elementsInTheirOrderAreReshaped(String name, List<?> arguments, String sizes) {
    Rewritten rewritten = viewed(name, arguments, 4, 1, 3);
    assertThat(rewritten.nodes()).hasSize(1);
    assertThat(rewritten.nodes().getFirst()).endsWith(" = reshape(x0) f32" + sizes);
  }

  @Test
  void dimensionsThatAreMissingAreAdded() {
    assertThat(viewed("aten.atleast_1d.default", List.of()).nodes())
        .containsExactly("atleast_1d = reshape(x0) f32[1]");
    assertThat(viewed("aten.atleast_2d.default", List.of(), 5).nodes())
        .containsExactly("atleast_2d = reshape(x0) f32[1, 5]");
    assertThat(viewed("aten.atleast_3d.default", List.of(), 4, 3).nodes())
        .containsExactly("atleast_3d = reshape(x0) f32[4, 3, 1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aten.view_as.default", "aten.reshape_as.default"})
  void theShapeOfAnotherTensor(String name) {
    Rewritten rewritten =
        Rewritten.by(
            new ViewAsReshape(),
            at ->
                List.of(
                    call(at, name, at.input(DType.FLOAT32, 4, 3), at.input(DType.UINT8, 2, 2, 3))));
    assertThat(rewritten.nodes()).hasSize(1);
    assertThat(rewritten.nodes().getFirst()).endsWith(" = reshape(x0) f32[2, 2, 3]");
  }

  @Test
  void elementsThatMoveAreNotReshaped() {
    Rewritten[] all = {
      viewed("aten.transpose.int", List.of(0L, 2L), 4, 1, 3),
      viewed("aten.transpose.int", List.of(-1L, -3L), 4, 1, 3),
      viewed("aten.t.default", List.of(), 4, 3),
      viewed("aten.permute.default", List.of(List.of(2L, 0L, 1L)), 4, 1, 3),
      viewed("aten.permute.default", List.of(List.of(0L, 2L, 1L)), 1, 2, 2)
    };
    for (Rewritten rewritten : all) {
      assertWithMessage("%s", rewritten.nodes()).that(rewritten.changed()).isFalse();
    }
  }

  @Test
  void aTransposeOfLessThanTwoDimensionsChangesNothing() {
    assertThat(viewed("aten.t.default", List.of(), 5).nodes())
        .containsExactly("t = reshape(x0) f32[5]");
    assertThat(viewed("aten.t.default", List.of()).nodes())
        .containsExactly("t = reshape(x0) f32[]");
  }

  @Test
  void aRowOrAColumnIsTurnedByAReshape() {
    assertThat(viewed("aten.t.default", List.of(), 1, 5).nodes())
        .containsExactly("t = reshape(x0) f32[5, 1]");
  }

  @Test
  void whatIsAReshapeAlreadyAndWhatIsNoViewStay() {
    assertThat(viewed("aten.reshape.default", List.of(List.of(3L, 4L)), 4, 3).changed()).isFalse();
    assertThat(viewed("aten.relu.default", List.of(), 4, 3).changed()).isFalse();
    assertThat(viewed("aten.select.int", List.of(0L, 0L), 4, 3).changed()).isFalse();
  }
}
