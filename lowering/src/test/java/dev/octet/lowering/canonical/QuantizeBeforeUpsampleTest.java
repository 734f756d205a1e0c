package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.OTHER;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pixels are quantized before they are repeated. */
final class QuantizeBeforeUpsampleTest {
  private static final QuantizeBeforeUpsample RULE = new QuantizeBeforeUpsample();

  private static Value repeat(ProgramSketch at, Value value) {
    return call(at, "aten.upsample_nearest1d.vec", value, null, List.of(2.0));
  }

  private static Value relu(ProgramSketch at) {
    return call(at, "aten.relu.default", at.input(DType.FLOAT32, 1, 2, 3));
  }

  @Test
  void aQuantizeGoesBeforeAllRepetitions() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value larger =
                  call(
                      at,
                      "aten._upsample_nearest_exact1d.default",
                      repeat(at, relu(at)),
                      List.of(8));
              return List.of(at.quantize(larger, GRID));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "relu = relu(x0) f32[1, 2, 3]",
            "quantize_per_tensor_2 = quantize_per_tensor(relu) u8[1, 2, 3]",
            "upsample_nearest1d_1 = upsample_nearest1d(quantize_per_tensor_2) u8[1, 2, 6]",
            "quantize_per_tensor = _upsample_nearest_exact1d(upsample_nearest1d_1) u8[1, 2, 8]")
        .inOrder();
  }

  @Test
  void integersThatAQuantizeRestoresAreRepeatedAsTheyAre() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 1, 2, 3), GRID);
              return List.of(at.quantize(repeat(at, x), GRID));
            });
    assertThat(rewritten.nodes())
        .containsExactly("quantize_per_tensor = upsample_nearest1d(x0) u8[1, 2, 6]");
  }

  @Test
  void integersOfAnotherGridAreQuantizedAnewBeforeThat() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 1, 2, 3), GRID);
              return List.of(at.quantize(repeat(at, x), OTHER));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "dequantize_per_tensor = dequantize_per_tensor(x0) f32[1, 2, 3]",
            "quantize_per_tensor_1 = quantize_per_tensor(dequantize_per_tensor) u8[1, 2, 3]",
            "quantize_per_tensor = upsample_nearest1d(quantize_per_tensor_1) u8[1, 2, 6]")
        .inOrder();
  }

  @Test
  void whatOthersReadAsWellStaysInFront() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value larger = repeat(at, relu(at));
              return List.of(at.quantize(larger, GRID), larger);
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void sumsOfPixelsAreQuantizedBehind() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value larger =
                  call(at, "aten.upsample_linear1d.default", relu(at), List.of(7), false);
              return List.of(at.quantize(larger, GRID));
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesStays() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(at.quantizedAsGiven(repeat(at, relu(at)))));
    assertThat(rewritten.changed()).isFalse();
  }
}
