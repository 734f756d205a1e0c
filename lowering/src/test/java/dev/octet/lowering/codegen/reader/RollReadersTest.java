package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RollReadersTest {
  private static Graph roll(DType type, List<Long> shifts, List<Long> dims, long... sizes) {
    return Bodies.unary("aten.roll.default", type(type, sizes), shifts, dims);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "UINT8", "INT64", "BOOL"})
  void elementsComeInAtTheOtherSide(DType type) {
    for (int seed = 0; seed < 2; seed++) {
      KernelCheck.of(roll(type, List.of(-3L, -2L), List.of(1L, 2L), 2, 7, 5, 19), seed).holds();
      KernelCheck.of(roll(type, List.of(21L), List.of(-1L), 3, 37), seed).holds();
      KernelCheck.of(roll(type, List.of(1L, 0L), List.of(0L, 1L), 4, 33), seed).holds();
      KernelCheck.of(roll(type, List.of(5L), List.of(), 33), seed).holds();
    }
  }

  /** As windows are shifted, computed on, and shifted back. */
  @Test
  void amongOtherOperators() {
    Graph body =
        Bodies.of(
            (b, x) -> {
              var there =
                  call(b, "aten.roll.default", x.get(0), List.of(-3L, -3L), List.of(1L, 2L));
              var sum = call(b, "aten.add.Tensor", there, x.get(1));
              return call(b, "aten.roll.default", sum, List.of(3L, 3L), List.of(1L, 2L));
            },
            type(DType.FLOAT32, 1, 14, 14, 16),
            type(DType.FLOAT32, 14, 14, 1));
    KernelCheck.of(body, 1).holds();
  }

  @Test
  void severalDimensionsAsOneAreDeclined() {
    Graph body = roll(DType.FLOAT32, List.of(5L), List.of(), 3, 4);
    assertThat(LoopCompiler.declines(body.nodes().getFirst()).orElseThrow())
        .isEqualTo("rolls a tensor as if it had one dimension");
  }
}
