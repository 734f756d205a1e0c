package dev.octet.lowering.codegen;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of so few elements that what is left behind whole vectors counts: the last vector begins
 * inside of the one before it, and nothing may be combined twice.
 */
final class ShortRowsTest {
  /**
   * Around one, two and three vectors of the widest kind, and beyond a call of the JIT's method.
   */
  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(7, 50), IntStream.of(1023, 1025, 1031));
  }

  private static Tensor ones(int length) {
    Tensor tensor = Tensor.allocate(DType.FLOAT32, Shape.of(3, length));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setDouble(i, 1);
    }
    return tensor;
  }

  /** Each element counts once. */
  @ParameterizedTest
  @MethodSource("lengths")
  void sums(int length) {
    Graph body = Bodies.unary("aten.sum.dim_IntList", type(DType.FLOAT32, 3, length), list(-1));
    KernelCheck.of(body, length).rowMajor().input(0, ones(length)).holds();
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void largestAndSmallest(int length) {
    for (String name : new String[] {"aten.amax.default", "aten.amin.default"}) {
      KernelCheck.of(Bodies.unary(name, type(DType.FLOAT32, 3, length), list(-1)), length)
          .rowMajor()
          .holds();
    }
  }

  /** The row that is kept ends with such a vector too, and so does the loop that reads it. */
  @ParameterizedTest
  @MethodSource("lengths")
  void softmax(int length) {
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
      KernelCheck.of(Bodies.unary("aten.softmax.int", type(type, 5, length), -1), length)
          .rowMajor()
          .within(rtol, 1e-7)
          .holds();
    }
  }

  /** Loops of the nest that write the bytes of a row. */
  @Test
  void bytesOfASoftmax() {
    for (int length : lengths().toArray()) {
      Graph body =
          Bodies.of(
              (b, x) ->
                  Bodies.quantize(
                      b, call(b, "aten.softmax.int", x.get(0), -1), 0.01, 3, DType.UINT8),
              type(DType.FLOAT32, 5, length));
      KernelCheck.of(body, length).rowMajor().within(0, 1).holds();
    }
  }

  private static List<Integer> list(int dim) {
    return List.of(dim);
  }
}
