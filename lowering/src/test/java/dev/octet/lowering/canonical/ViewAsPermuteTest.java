package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders of dimensions that have names of their own. */
final class ViewAsPermuteTest {
  private static Rewritten viewed(String name, List<?> arguments, long... sizes) {
    return Rewritten.by(
        new ViewAsPermute(),
        at -> {
          Object[] all =
              Stream.concat(Stream.of(at.input(DType.FLOAT32, sizes)), arguments.stream())
                  .toArray();
          return List.of(call(at, name, all));
        });
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        Arguments.of("aten.swapaxes.default", List.of(0L, 2L), "[4, 3, 2, 5]"),
        Arguments.of("aten.swapaxes.default", List.of(-2L, -3L), "[2, 4, 3, 5]"),
        Arguments.of("aten.swapaxes.default", List.of(1L, -3L), "[2, 3, 4, 5]"),
        Arguments.of("aten.swapdims.default", List.of(1L, -1L), "[2, 5, 4, 3]"),
        Arguments.of("aten.mT.default", List.of(), "[2, 3, 5, 4]"),
        Arguments.of("aten.numpy_T.default", List.of(), "[5, 4, 3, 2]"),
        Arguments.of("aten.movedim.int", List.of(0L, 2L), "[3, 4, 2, 5]"),
        Arguments.of("aten.movedim.int", List.of(-1L, 0L), "[5, 2, 3, 4]"),
        Arguments.of("aten.moveaxis.int", List.of(1L, -1L), "[2, 4, 5, 3]"),
        Arguments.of(
            "aten.movedim.intlist", List.of(List.of(0L, -1L), List.of(-1L, 1L)), "[3, 5, 4, 2]"),
        Arguments.of(
            "aten.moveaxis.intlist",
            List.of(List.of(2L, 0L, 3L), List.of(0L, 1L, 2L)),
            "[4, 2, 5, 3]"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void isAPermute(String name, List<?> arguments, String sizes) {
    Rewritten rewritten = viewed(name, arguments, 2, 3, 4, 5);
    assertThat(rewritten.nodes()).hasSize(1);
    assertThat(rewritten.nodes().getFirst()).endsWith(" = permute(x0) f32" + sizes);
  }

  @Test
  void aScalarHasOneOrder() {
    for (Rewritten rewritten :
        List.of(
            viewed("aten.swapaxes.default", List.of(0L, -1L)),
            viewed("aten.swapdims.default", List.of(0L, 0L)),
            viewed("aten.numpy_T.default", List.of()),
            viewed("aten.movedim.int", List.of(0L, 0L)))) {
      assertThat(rewritten.nodes()).hasSize(1);
      assertThat(rewritten.nodes().getFirst()).endsWith(" = permute(x0) f32[]");
    }
  }

  @Test
  void whatMovesElementsWithinADimensionStays() {
    assertThat(viewed("aten.flip.default", List.of(List.of(0L)), 2, 3).changed()).isFalse();
    assertThat(viewed("aten.roll.default", List.of(List.of(1L), List.of(0L)), 2, 3).changed())
        .isFalse();
  }

  /** Under any name it is moved in front of the dequantize. */
  @Test
  void productsReadIntegersBehindIt() {
    assertThat(
            Rewritten.listing(
                CanonicalForm.apply(
                        BoundSketch.of(at -> {
                          Value x = at.dequantize(at.input(DType.UINT8, 2, 3, 4), GRID);
                          Value y = at.dequantize(at.input(DType.UINT8, 2, 3, 4), GRID);
                          Value turned = call(at, "aten.mT.default", y);
                          return List.of(call(at, "aten.bmm.default", x, turned));
                        }))
                    .graph()))
        .contains("permute_1 = permute(x1) u8[2, 4, 3]");
  }
}
