package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.OpName;
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The second factor of a product of two computed matrices becomes signed bytes. */
final class SignedSecondFactorTest {
  private static final SignedSecondFactor RULE = new SignedSecondFactor();

  private static Value input(ProgramSketch at, long... sizes) {
    return at.input(DType.FLOAT32, sizes);
  }

  private static Value matmul(ProgramSketch at, Value first, Value second) {
    return call(at, "aten.matmul.default", first, second);
  }

  private static Quantize quantize(Rewritten rewritten, int node) {
    return (Quantize) rewritten.after().nodes().get(node).op();
  }

  @Test
  void integersAndZeroPointAreSmallerByHalfTheRange() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value turned =
                  call(at, "aten.transpose.int", at.quantize(input(at, 3, 4), GRID), 0L, 1L);
              return List.of(matmul(at, input(at, 2, 4), at.dequantize(turned, GRID)));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "quantize_per_tensor_1 = quantize_per_tensor(x0) s8[3, 4]",
            "transpose_1 = transpose(quantize_per_tensor_1) s8[4, 3]",
            "dequantize_per_tensor_1 = dequantize_per_tensor(transpose_1) f32[4, 3]",
            "matmul = matmul(x1, dequantize_per_tensor_1) f32[2, 3]")
        .inOrder();
    Quantize grid = quantize(rewritten, 0);
    assertThat(grid.scale()).isEqualTo(0.05);
    assertThat(grid.zeroPoint()).isEqualTo(-28);
    assertThat(grid.quantMin()).isEqualTo(-128);
    assertThat(grid.quantMax()).isEqualTo(127);
  }

  @Test
  void pastPiecesOfTheIntegers() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              List<Value> pieces =
                  at.at()
                      .node(
                          OpName.parse("aten.chunk.default"),
                          List.of(at.quantize(input(at, 4, 6), GRID), 2L, 1L),
                          Map.of())
                      .results();
              return List.of(matmul(at, input(at, 2, 4), at.dequantize(pieces.get(1), GRID)));
            });
    assertThat(rewritten.nodes().getFirst())
        .isEqualTo("quantize_per_tensor_1 = quantize_per_tensor(x0) s8[4, 6]");
    assertThat(rewritten.nodes().get(1)).contains("= chunk(quantize_per_tensor_1) s8[4, 3], ");
  }

  @Test
  void aRangeThatFitsStaysAsItIs() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Grid half = new Grid(DType.UINT8, 0.05, 40, 0, 127);
              return List.of(matmul(at, input(at, 2, 4), at.rounded(input(at, 4, 3), half)));
            });
    Quantize grid = quantize(rewritten, 0);
    assertThat(grid.dtype()).isEqualTo(DType.INT8);
    assertThat(grid.zeroPoint()).isEqualTo(40);
    assertThat(grid.quantMax()).isEqualTo(127);
  }

  @Test
  void theWiderOfTwoRangesDecides() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value half = at.quantize(input(at, 4, 3), new Grid(DType.UINT8, 0.05, 100, 0, 127));
              return List.of(matmul(at, input(at, 2, 4), at.dequantize(half, GRID)));
            });
    Quantize grid = quantize(rewritten, 0);
    assertThat(grid.zeroPoint()).isEqualTo(-28);
    assertThat(grid.quantMin()).isEqualTo(-128);
    assertThat(grid.quantMax()).isEqualTo(-1);
  }

  /** Of a product of a matrix with itself, the first factor keeps its unsigned bytes. */
  @Test
  void whoElseReadsTheIntegersKeepsThem() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value rounded = at.rounded(input(at, 3, 3), GRID);
              return List.of(matmul(at, rounded, rounded));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "quantize_per_tensor = quantize_per_tensor(x0) u8[3, 3]",
            "dequantize_per_tensor = dequantize_per_tensor(quantize_per_tensor) f32[3, 3]",
            "quantize_per_tensor_1 = quantize_per_tensor(x0) s8[3, 3]",
            "dequantize_per_tensor_1 = dequantize_per_tensor(quantize_per_tensor_1) f32[3, 3]",
            "matmul = matmul(dequantize_per_tensor, dequantize_per_tensor_1) f32[3, 3]");
  }

  @Test
  void whatIsNoComputedUnsignedSecondFactorStays() {
    Grid signed = new Grid(DType.INT8, 0.05, 3, -128, 127);
    List<ProgramSketch.Drawing> others =
        List.of(
            at -> List.of(matmul(at, at.rounded(input(at, 2, 4), GRID), input(at, 4, 3))),
            at -> List.of(matmul(at, input(at, 2, 4), at.rounded(input(at, 4, 3), signed))),
            at ->
                List.of(
                    matmul(at, input(at, 2, 4), at.dequantize(at.input(DType.UINT8, 4, 3), GRID))),
            at -> List.of(matmul(at, input(at, 2, 4), at.dynamicallyRounded(input(at, 4, 3)))),
            at ->
                List.of(
                    matmul(
                        at,
                        input(at, 2, 4),
                        at.dequantize(at.quantizedAsGiven(input(at, 4, 3)), GRID))));
    for (ProgramSketch.Drawing drawing : others) {
      assertThat(Rewritten.by(RULE, drawing).changed()).isFalse();
    }
  }
}
