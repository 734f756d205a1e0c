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

/** Changes of shape move bytes where their result is quantized. */
final class QuantizeBeforeViewTest {
  private static final QuantizeBeforeView RULE = new QuantizeBeforeView();

  private static Value turn(ProgramSketch at, Value value) {
    return call(at, "aten.permute.default", value, List.of(1L, 0L));
  }

  private static Value flatten(ProgramSketch at, Value value) {
    return call(at, "aten.flatten.using_ints", value);
  }

  private static Value relu(ProgramSketch at) {
    return call(at, "aten.relu.default", at.input(DType.FLOAT32, 2, 3));
  }

  @Test
  void aQuantizeGoesBeforeAllChangesOfShape() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(at.quantize(flatten(at, turn(at, relu(at))), GRID)));
    assertThat(rewritten.nodes())
        .containsExactly(
            "relu = relu(x0) f32[2, 3]",
            "quantize_per_tensor_2 = quantize_per_tensor(relu) u8[2, 3]",
            "permute_1 = permute(quantize_per_tensor_2) u8[3, 2]",
            "quantize_per_tensor = flatten(permute_1) u8[6]")
        .inOrder();
  }

  @Test
  void alsoBeforeOneOfWhatTheCallerGives() {
    Rewritten rewritten =
        Rewritten.by(
            RULE, at -> List.of(at.quantize(turn(at, at.input(DType.FLOAT32, 2, 3)), GRID)));
    assertThat(rewritten.nodes())
        .containsExactly(
            "quantize_per_tensor_1 = quantize_per_tensor(x0) u8[2, 3]",
            "quantize_per_tensor = permute(quantize_per_tensor_1) u8[3, 2]")
        .inOrder();
  }

  @Test
  void betweenIntegersOfOneGridItStays() {
    Rewritten one =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 3), GRID);
              return List.of(at.quantize(turn(at, x), GRID));
            });
    assertThat(one.changed()).isFalse();
    Rewritten two =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 3), GRID);
              return List.of(at.quantize(flatten(at, turn(at, x)), GRID));
            });
    assertThat(two.changed()).isFalse();
  }

  @Test
  void betweenIntegersOfTwoGridsItMoves() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 3), GRID);
              return List.of(at.quantize(flatten(at, turn(at, x)), OTHER));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "dequantize_per_tensor = dequantize_per_tensor(x0) f32[2, 3]",
            "quantize_per_tensor_2 = quantize_per_tensor(dequantize_per_tensor) u8[2, 3]",
            "permute_1 = permute(quantize_per_tensor_2) u8[3, 2]",
            "quantize_per_tensor = flatten(permute_1) u8[6]")
        .inOrder();
  }

  @Test
  void aViewThatOthersReadStaysInFront() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value turned = turn(at, relu(at));
              return List.of(at.quantize(turned, GRID), turned);
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void whatChangesMoreThanTheShapeStaysInFront() {
    Rewritten rewritten = Rewritten.by(RULE, at -> List.of(at.quantize(relu(at), GRID)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aQuantizeWhoseScaleTheCallerGivesStays() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(at.quantizedAsGiven(turn(at, relu(at)))));
    assertThat(rewritten.changed()).isFalse();
  }
}
