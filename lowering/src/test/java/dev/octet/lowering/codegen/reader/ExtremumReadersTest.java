package dev.octet.lowering.codegen.reader;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Largest and smallest elements, and their positions. */
final class ExtremumReadersTest {
  private static Graph both(String name, long dim, boolean keepDim, DType type, long... sizes) {
    return Graph.build(b -> {
      Node node =
          b.node(
              OpName.parse("aten." + name + ".dim"),
              List.of(b.input("x", type(type, sizes)), dim, keepDim),
              Map.of());
      node.results().forEach(b::output);
    });
  }

  /** Few different numbers, so that most extrema come several times. */
  private static Tensor ties(DType type, long... sizes) {
    Tensor tensor = Tensor.allocate(type, Shape.of(sizes));
    Random random = new Random(5);
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setLong(i, random.nextInt(4));
    }
    return tensor;
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
  void positionsInEveryDimension(DType type) {
    for (long dim = -3; dim < 0; dim++) {
      for (String name : List.of("max", "min")) {
        Graph one = Bodies.unary("aten.arg" + name + ".default", type(type, 5, 33, 21), dim, true);
        KernelCheck.of(one, 1).holds();
        KernelCheck.of(one, 1).input(0, ties(type, 5, 33, 21)).holds();
        Graph two = both(name, dim, false, type, 5, 33, 21);
        KernelCheck.of(two, 1).holds();
        KernelCheck.of(two, 1).input(0, ties(type, 5, 33, 21)).rowMajor().holds();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aten.argmax.default", "aten.argmin.default"})
  void positionsAmongAllElements(String name) {
    for (long[] sizes : new long[][] {{}, {1}, {7}, {1, 1}, {19, 37}, {3, 16, 32}, {2, 3, 5, 8}}) {
      Graph body = Bodies.unary(name, type(DType.FLOAT32, sizes));
      KernelCheck.of(body, 1).holds();
      KernelCheck.of(body, 1).input(0, ties(DType.FLOAT32, sizes)).holds();
    }
  }

  /** The first one is both the largest and the smallest, as it is for PyTorch. */
  @Test
  void whatIsNoNumber() {
    for (DType type : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
      Tensor tensor = KernelCheck.random(type, Shape.of(4, 40), new Random(1));
      tensor.setDouble(7, Double.NaN);
      tensor.setDouble(9, Double.NaN);
      tensor.setDouble(43, Double.POSITIVE_INFINITY);
      tensor.setDouble(44, Double.NaN);
      tensor.setDouble(83, Double.POSITIVE_INFINITY);
      tensor.setDouble(84, Double.NEGATIVE_INFINITY);
      for (String name : List.of("max", "min")) {
        for (long dim : new long[] {0, 1}) {
          KernelCheck.of(both(name, dim, false, type, 4, 40), 1).input(0, tensor).holds();
        }
        Graph all = Bodies.unary("aten.arg" + name + ".default", type(type, 4, 40));
        KernelCheck check = KernelCheck.of(all, 1).input(0, tensor);
        check.holds();
        assertThat(check.run(true).getFirst().getLong(0)).isEqualTo(7);
      }
    }
  }

  /** What is behind a position is computed with it. */
  @Test
  void amongOtherOperators() {
    Graph body =
        Bodies.of(
            (b, x) ->
                call(
                    b,
                    "aten.add.Scalar",
                    call(b, "aten.argmax.default", call(b, "aten.neg.default", x.getFirst()), 1),
                    3),
            type(DType.FLOAT32, 3, 17, 40));
    KernelCheck.of(body, 1).holds();
  }

  /** 32-bit integers and truth values are widened by vectors where they are stored. */
  @Test
  void integersAreStoredWider() {
    for (DType from : List.of(DType.INT32, DType.UINT8, DType.INT8, DType.BOOL)) {
      for (long[] sizes : new long[][] {{1}, {15}, {64}, {67}, {5, 33}, {2, 3, 19}}) {
        KernelCheck.of(Bodies.unary("aten.to.dtype", type(from, sizes), DType.INT64), 1).holds();
      }
    }
  }
}
