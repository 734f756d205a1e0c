package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The largest of a row of floats, found by integers. */
final class MaximumOfBitsTest {
  private static final int ROWS = 12;
  private static final int WIDTH = 45;
  private static final float[][] SPECIAL = {
    {Float.NaN},
    {-Float.NaN, 3},
    {Float.intBitsToFloat(0xffc00001)},
    {Float.POSITIVE_INFINITY, Float.NaN},
    {Float.NEGATIVE_INFINITY, -1},
    {-0f, 0f},
    {Float.MIN_VALUE, -Float.MIN_VALUE},
    {Float.MAX_VALUE, -Float.MAX_VALUE}
  };

  private static Graph largest(DType dtype) {
    return Bodies.of(
        (b, x) -> call(b, "aten.amax.default", x.get(0), List.of(-1)), type(dtype, ROWS, WIDTH));
  }

  /** Rows of negative numbers, each with some special ones in it. */
  private static Tensor rows(DType dtype, long seed) {
    Tensor rows = Tensor.allocate(dtype, Shape.of(ROWS, WIDTH));
    Random random = new Random(seed);
    for (long i = 0; i < rows.elements(); i++) {
      rows.setDouble(i, -1 - random.nextDouble());
    }
    for (int row = 0; row < SPECIAL.length; row++) {
      for (float number : SPECIAL[row]) {
        rows.setDouble((long) row * WIDTH + random.nextInt(WIDTH), number);
      }
    }
    return rows;
  }

  @Test
  void specialNumbers() {
    for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      for (long seed = 0; seed < 8; seed++) {
        KernelCheck.of(largest(dtype), seed).input(0, rows(dtype, seed)).withEitherZero().holds();
      }
    }
  }

  /** A softmax leaves NaN out of its maximum, and is NaN all the same. */
  @Test
  void softmaxOfSpecialNumbers() {
    for (DType dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
      for (String name :
          List.of("aten.softmax.int", "aten.log_softmax.int", "aten._safe_softmax.default")) {
        for (long seed = 0; seed < 4; seed++) {
          KernelCheck.of(Bodies.unary(name, type(dtype, ROWS, WIDTH), -1), seed)
              .input(0, rows(dtype, seed))
              .within(dtype == DType.BFLOAT16 ? 0.008 : 1e-5, 1e-6)
              .holds();
        }
      }
    }
  }

  @Test
  void negativeNumbersAlone() {
    Tensor rows = Tensor.allocate(DType.FLOAT32, Shape.of(ROWS, WIDTH));
    for (long i = 0; i < rows.elements(); i++) {
      rows.setDouble(i, -1000 + 17.5 * (i * 31 % WIDTH));
    }
    KernelCheck.of(largest(DType.FLOAT32), 1).input(0, rows).holds();
  }

  /** Nothing waits for anything there. */
  @Test
  void scalarsAreComparedAsTheyAre() {
    Graph columns =
        Bodies.of(
            (b, x) -> call(b, "aten.amax.default", x.get(0), List.of(0)),
            type(DType.FLOAT32, 5, 64));
    String listing =
        LoopCompiler.compile(
                "test",
                columns,
                Map.of(),
                List.of(new long[] {64, 1}),
                List.of(new long[] {1}),
                Start.SCALAR)
            .listing();
    assertThat(listing).doesNotContain("xor");
  }
}
