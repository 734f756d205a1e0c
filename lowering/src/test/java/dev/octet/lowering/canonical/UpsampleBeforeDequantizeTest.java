package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Integers are repeated, and become floats for the one that needs floats. */
final class UpsampleBeforeDequantizeTest {
  private static final UpsampleBeforeDequantize RULE = new UpsampleBeforeDequantize();

  private static Value integers(ProgramSketch at) {
    return at.dequantize(at.input(DType.UINT8, 1, 2, 3), GRID);
  }

  private static Value repeat(ProgramSketch at, Value value) {
    return call(at, "aten.upsample_nearest1d.default", value, List.of(6));
  }

  @Test
  void repetitionsGoBeforeTheDequantize() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(call(at, "aten.relu.default", repeat(at, integers(at)))));
    assertThat(rewritten.nodes())
        .containsExactly(
            "upsample_nearest1d_1 = upsample_nearest1d(x0) u8[1, 2, 6]",
            "dequantize_per_tensor_1 = dequantize_per_tensor(upsample_nearest1d_1) f32[1, 2, 6]",
            "relu = relu(dequantize_per_tensor_1) f32[1, 2, 6]")
        .inOrder();
  }

  @Test
  void notInFrontOfAQuantize() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(at.quantize(repeat(at, integers(at)), GRID)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void sumsOfPixelsNeedFloats() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at ->
                List.of(
                    call(at, "aten.upsample_linear1d.default", integers(at), List.of(7), false)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void floatsStayFloats() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(repeat(at, at.input(DType.FLOAT32, 1, 2, 3))));
    assertThat(rewritten.changed()).isFalse();
  }
}
