package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.call;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reshapes of reshapes. */
final class MergeReshapesTest {
  private static final MergeReshapes RULE = new MergeReshapes();

  private static Value reshape(ProgramSketch at, Value value, Long... sizes) {
    return call(at, "aten.reshape.default", value, List.of(sizes));
  }

  @Test
  void threeReshapesAreOne() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value flat = reshape(at, at.input(DType.FLOAT32, 4, 1, 3), 12L);
              return List.of(reshape(at, reshape(at, flat, 3L, 4L), 2L, 6L));
            });
    assertThat(rewritten.nodes()).containsExactly("reshape_2 = reshape(x0) f32[2, 6]");
  }

  @Test
  void aReshapeThatOthersReadStaysForThem() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value flat = reshape(at, at.input(DType.FLOAT32, 4, 3), 12L);
              return List.of(flat, reshape(at, flat, 3L, 4L));
            });
    assertThat(rewritten.nodes())
        .containsExactly("reshape = reshape(x0) f32[12]", "reshape_1 = reshape(x0) f32[3, 4]");
  }

  @Test
  void aReshapeThereAndBackIsNone() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value flat = reshape(at, at.input(DType.FLOAT32, 4, 3), 12L);
              return List.of(call(at, "aten.relu.default", reshape(at, flat, 4L, 3L)));
            });
    assertThat(rewritten.nodes()).containsExactly("relu = relu(x0) f32[4, 3]");
  }

  @Test
  void aReshapeToItsOwnShapeIsNone() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at ->
                List.of(
                    call(
                        at,
                        "aten.relu.default",
                        reshape(at, at.input(DType.FLOAT32, 4, 3), 4L, -1L))));
    assertThat(rewritten.nodes()).containsExactly("relu = relu(x0) f32[4, 3]");
  }

  @Test
  void aReshapeAloneStays() {
    Rewritten rewritten =
        Rewritten.by(RULE, at -> List.of(reshape(at, at.input(DType.FLOAT32, 4, 3), 12L)));
    assertThat(rewritten.changed()).isFalse();
  }

  @Test
  void aReshapeBehindAnotherNodeStays() {
    Rewritten rewritten =
        Rewritten.by(
            RULE,
            at -> {
              Value turned = call(at, "aten.transpose.int", at.input(DType.FLOAT32, 4, 3), 0L, 1L);
              return List.of(reshape(at, turned, 12L));
            });
    assertThat(rewritten.changed()).isFalse();
  }
}
