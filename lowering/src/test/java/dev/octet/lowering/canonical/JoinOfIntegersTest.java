package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When bytes are joined as they are. */
final class JoinOfIntegersTest {
  private static final JoinOfIntegers RULE = new JoinOfIntegers();

  private static Value join(ProgramSketch at, Value... parts) {
    return call(at, "aten.cat.default", List.of(parts), 1L);
  }

  private static Value part(ProgramSketch at, Grid grid, long width) {
    return at.dequantize(at.input(grid.dtype(), 2, width), grid);
  }

  @Test
  void integersOfOneGridAreJoined() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at ->
                List.of(
                    at.quantize(
                        join(at, part(at, GRID, 3), part(at, GRID, 1), part(at, GRID, 2)), GRID)));
    assertThat(rewritten.nodes()).containsExactly("quantize_per_tensor = cat(x0, x1, x2) u8[2, 6]");
  }

  @Test
  void integersOfASmallerRangeNeedNoLimit() {
    Grid narrow = new Grid(DType.UINT8, 0.05, 100, 10, 90);
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.rounded(at.input(DType.FLOAT32, 2, 3), narrow);
              return List.of(at.quantize(join(at, x, part(at, GRID, 2)), GRID));
            });
    assertThat(rewritten.nodes().getLast())
        .isEqualTo("quantize_per_tensor_1 = cat(quantize_per_tensor, x1) u8[2, 5]");
  }

  @ParameterizedTest
  @CsvSource({
    "UINT8, 0.04, 100, 0, 255",
    "UINT8, 0.05, 101, 0, 255",
    "UINT8, 0.05, 100, 1, 255",
    "UINT8, 0.05, 100, 0, 254",
    "INT32, 0.05, 100, 0, 255"
  })
  void oneOfAnotherGridKeepsAllInFloats(
      DType dtype, double scale, long zeroPoint, long min, long max) {
    Grid to = new Grid(dtype, scale, zeroPoint, min, max);
    assertThat(
            Rewritten.by(
                    RULE,
                    at -> List.of(at.quantize(join(at, part(at, to, 2), part(at, GRID, 3)), to)))
                .changed())
        .isFalse();
    assertThat(
            Rewritten.by(
                    RULE,
                    at -> List.of(at.quantize(join(at, part(at, GRID, 3), part(at, to, 2)), to)))
                .changed())
        .isFalse();
  }

  @Test
  void aPartThatIsNotDequantizedKeepsAllInFloats() {
    for (boolean input : new boolean[] {false, true}) {
      Rewritten rewritten =
          Rewritten.by(
              RULE,
              at -> {
                Value x = at.input(DType.FLOAT32, 2, 3);
                Value part = input ? x : call(at, "aten.relu.default", x);
                return List.of(at.quantize(join(at, part(at, GRID, 2), part), GRID));
              });
      assertThat(rewritten.changed()).isFalse();
    }
  }

  @Test
  void aPartWhoseScaleEachRunChoosesKeepsAllInFloats() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 3));
              return List.of(at.quantize(join(at, part(at, GRID, 2), x), GRID));
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aJoinThatOthersReadStaysInFloats() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value joined = join(at, part(at, GRID, 2), part(at, GRID, 3));
              return List.of(at.quantize(joined, GRID), joined);
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesStays() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value joined = join(at, part(at, GRID, 2), part(at, GRID, 3));
              return List.of(at.quantizedAsGiven(joined));
            });
    assertThat(rewritten.changed()).isFalse();
  }
}
