package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.GRID;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dequantize moves to the one that needs floats. */
final class MoveBeforeDequantizeTest {
  private static final MoveBeforeDequantize RULE = new MoveBeforeDequantize();

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

  private static Value pixels(ProgramSketch at) {
    return at.dequantize(at.input(DType.UINT8, 1, 2, 3), GRID);
  }

  private static Value repeat(ProgramSketch at, Value value) {
    return call(at, "aten.upsample_nearest1d.default", value, List.of(6));
  }

  @Test
  void repetitionsGoBeforeTheDequantize() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(call(at, "aten.relu.default", repeat(at, pixels(at)))));
    assertThat(rewritten.nodes())
        .containsExactly(
            "upsample_nearest1d_1 = upsample_nearest1d(x0) u8[1, 2, 6]",
            "dequantize_per_tensor_1 = dequantize_per_tensor(upsample_nearest1d_1) f32[1, 2, 6]",
            "relu = relu(dequantize_per_tensor_1) f32[1, 2, 6]")
        .inOrder();
  }

  @Test
  void sumsOfPixelsNeedFloats() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at ->
                List.of(call(at, "aten.upsample_linear1d.default", pixels(at), List.of(7), false)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aPartIsTakenOfTheIntegers() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value part = call(at, "aten.slice.Tensor", integers(at), 1L, 1L, 3L, 1L);
              return List.of(call(at, "aten.relu.default", part));
            });
    assertThat(rewritten.nodes())
        .containsExactly(
            "slice_1 = slice(x0) u8[2, 2]",
            "dequantize_per_tensor_1 = dequantize_per_tensor(slice_1) f32[2, 2]",
            "relu = relu(dequantize_per_tensor_1) f32[2, 2]")
        .inOrder();
  }

  private static List<Value> pieces(ProgramSketch at) {
    return at.at()
        .node(OpName.parse("aten.chunk.default"), List.of(integers(at), 3L, 1L), Map.of())
        .results();
  }

  @Test
  void allPiecesAreCutFromTheIntegers() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> pieces(at).stream().map(piece -> call(at, "aten.relu.default", piece)).toList());
    assertThat(rewritten.nodes()).hasSize(7);
    assertThat(rewritten.nodes().getFirst()).contains("= chunk(x0) u8[2, 1], u8[2, 1], u8[2, 1]");
    assertThat(rewritten.nodes().stream().filter(node -> node.contains("= dequantize_per_tensor(")))
        .hasSize(3);
  }

  @Test
  void onePieceThatIsQuantizedKeepsAllBehind() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              List<Value> pieces = pieces(at);
              return List.of(
                  call(at, "aten.relu.default", pieces.get(0)), at.quantize(pieces.get(2), GRID));
            });
    assertThat(rewritten.changed()).isFalse();
  }
}
