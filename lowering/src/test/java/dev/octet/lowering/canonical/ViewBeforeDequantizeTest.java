package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A dequantize moves to the one that needs floats. */
final class ViewBeforeDequantizeTest {
  private static final ViewBeforeDequantize RULE = new ViewBeforeDequantize();

  private static Value integers(ProgramSketch at) {
    return at.dequantize(at.input(DType.UINT8, 2, 3), GRID);
  }

  private static Value turn(ProgramSketch at, Value value) {
    return call(at, "aten.permute.default", value, List.of(1L, 0L));
  }

  private static Value flatten(ProgramSketch at, Value value) {
    return call(at, "aten.flatten.using_ints", value);
  }

  @Test
  void allChangesOfShapeGoBeforeTheDequantize() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value flat = flatten(at, turn(at, integers(at)));
              return List.of(call(at, "aten.relu.default", flat));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "permute_1 = permute(x0) u8[3, 2]",
            "flatten_1 = flatten(permute_1) u8[6]",
            "dequantize_per_tensor_2 = dequantize_per_tensor(flatten_1) f32[6]",
            "relu = relu(dequantize_per_tensor_2) f32[6]")
        .inOrder();
  }

  @Test
  void aDequantizeThatOthersReadStaysForThem() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value x = integers(at);
              return List.of(turn(at, x), call(at, "aten.relu.default", x));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "dequantize_per_tensor = dequantize_per_tensor(x0) f32[2, 3]",
            "permute_1 = permute(x0) u8[3, 2]",
            "permute = dequantize_per_tensor(permute_1) f32[3, 2]",
            "relu = relu(dequantize_per_tensor) f32[2, 3]");
  }

  @Test
  void aViewThatIsQuantizedStaysBehind() {
    Rewritten one = Rewritten.by(RULE, at -> List.of(at.quantize(turn(at, integers(at)), GRID)));
    assertThat(one.changed()).isFalse();
    Rewritten two =
        Rewritten.by(RULE, at -> List.of(at.quantize(flatten(at, turn(at, integers(at))), GRID)));
    assertThat(two.changed()).isFalse();
  }

  @Test
  void oneReaderThatQuantizesIsEnough() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value turned = turn(at, integers(at));
              return List.of(
                  call(at, "aten.relu.default", turned), at.quantize(flatten(at, turned), GRID));
            });
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aQuantizeBehindAnotherNodeIsNoReason() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value relu = call(at, "aten.relu.default", turn(at, integers(at)));
              return List.of(at.quantize(relu, GRID));
            });
    assertThat(rewritten.nodes().getFirst()).isEqualTo("permute_1 = permute(x0) u8[3, 2]");
  }

  @Test
  void aScaleThatEachRunChoosesStaysWithItsIntegers() {
    Rewritten rewritten =
        Rewritten.by(
            RULE, at -> List.of(turn(at, at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 3)))));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aViewOfFloatsStays() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(turn(at, at.input(DType.FLOAT32, 2, 3))));
    assertThat(rewritten.changed()).isFalse();
  }
}
