package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.lowering.codegen.LoopCompiler;
import dev.octet.lowering.codegen.LoopOptions;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Where numbers are rounded to bfloat16, and where that would change nothing. */
final class Bfloat16Test {
  private static final int ROWS = 256;
  private static final int WIDTH = 256;

  /** What is added to the bits of a number that is rounded. */
  private static final String HALF = "32767";

  private static Graph body(BiFunction<GraphBuilder, Value, Value> make) {
    return Bodies.of((b, x) -> make.apply(b, x.get(0)), type(DType.BFLOAT16, ROWS, WIDTH));
  }

  private static Value times(GraphBuilder b, Value x, double factor) {
    return call(b, "aten.mul.Scalar", x, factor);
  }

  private static Value softmax(GraphBuilder b, Value x) {
    return call(b, "aten.softmax.int", x, -1);
  }

  /** Every bfloat16. */
  private static Tensor all() {
    Tensor tensor = Tensor.allocate(DType.BFLOAT16, Shape.of(ROWS, WIDTH));
    for (int i = 0; i < ROWS * WIDTH; i++) {
      tensor.setDouble(i, Float.intBitsToFloat(i << 16));
    }
    return tensor;
  }

  /** Also below the normal range, where digits are lost. */
  @Test
  void everyNumberTimesAPowerOfTwo() {
    for (double factor : new double[] {0.125, -0.5, 0x1p-20, 4, 0x1p100, 1}) {
      KernelCheck.of(body((b, x) -> times(b, x, factor)), 1).input(0, all()).holds();
      // Between the two it is not rounded: to a negative zero, for instance.
      KernelCheck.of(body((b, x) -> call(b, "aten.relu.default", times(b, x, factor))), 1)
          .input(0, all())
          .withEitherZero()
          .holds();
    }
  }

  @Test
  void everyNumberTimesAnotherNumber() {
    for (double factor : new double[] {0.3, 3, 0}) {
      KernelCheck.of(body((b, x) -> times(b, x, factor)), 1).input(0, all()).holds();
    }
  }

  @Test
  void scaledScoresAreRoundedBehindTheSoftmaxAlone() {
    assertThat(roundings(body((b, x) -> softmax(b, times(b, x, 0.125))))).isEqualTo(1);
    assertThat(roundings(body((b, x) -> softmax(b, times(b, x, 0.3))))).isEqualTo(2);
    assertThat(roundings(body((b, x) -> call(b, "aten.relu.default", x)))).isEqualTo(0);
  }

  private static long roundings(Graph body) {
    long[] rows = {WIDTH, 1};
    return LoopCompiler.compile(
            "test", body, Map.of(), List.of(rows), List.of(rows), LoopOptions.detect())
        .listing()
        .lines()
        .filter(line -> line.contains(HALF))
        .count();
  }
}
