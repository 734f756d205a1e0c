package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Interpolation beside the reference evaluator. */
final class ResizeReadersTest {
  private static final double SUMS = 2e-6;

  private static Graph resized(String name, TensorType input, @Nullable Object... more) {
    return Bodies.unary("aten." + name, input, more);
  }

  private static void exact(Graph body) {
    for (int seed = 0; seed < 3; seed++) {
      KernelCheck.of(body, seed).holds();
    }
  }

  private static void close(Graph body) {
    for (int seed = 0; seed < 3; seed++) {
      KernelCheck.of(body, seed).within(SUMS, 2 * SUMS).holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "BFLOAT16", "FLOAT16", "UINT8", "INT8", "BOOL"})
  void nearestPixelsStayWhatTheyAre(DType type) {
    for (String name : List.of("upsample_nearest", "_upsample_nearest_exact")) {
      exact(resized(name + "2d.default", type(type, 2, 17, 5, 6), List.of(10, 12)));
      exact(resized(name + "1d.vec", type(type, 2, 3, 7), null, List.of(3.0)));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,9", "7,7", "7,21", "7,3", "7,10", "18,27"})
  void nearestPixelsOfAllSizes(int size, int to) {
    for (String name : List.of("upsample_nearest", "_upsample_nearest_exact")) {
      TensorType line = type(DType.FLOAT32, 2, 3, size);
      exact(resized(name + "1d.default", line, List.of(to)));
      exact(resized(name + "1d.default", line, List.of(to), 1.7));
      TensorType image = type(DType.FLOAT32, 1, 16, 3, size);
      exact(resized(name + "2d.vec", image, List.of(4, to), null));
      TensorType volume = type(DType.FLOAT32, 1, 3, 2, 3, size);
      exact(resized(name + "3d.vec", volume, List.of(5, 3, to), null));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 1.5, 0.7})
  void factorsCountWhereTheyAreGiven(double factor) {
    TensorType image = type(DType.FLOAT32, 2, 9, 8, 10);
    List<Double> factors = List.of(factor, 2.0);
    exact(resized("upsample_nearest2d.vec", image, null, factors));
    exact(resized("_upsample_nearest_exact2d.vec", image, null, factors));
    for (boolean corners : new boolean[] {false, true}) {
      close(resized("upsample_bilinear2d.vec", image, null, corners, factors));
      close(resized("upsample_bicubic2d.vec", image, null, corners, factors));
      List<Integer> sizes = List.of(13, 21);
      close(resized("upsample_bilinear2d.default", image, sizes, corners, factor, null));
      close(resized("upsample_bicubic2d.default", image, sizes, corners, null, factor));
    }
    TensorType volume = type(DType.FLOAT32, 1, 3, 2, 3, 10);
    exact(resized("upsample_nearest3d.default", volume, List.of(3, 4, 17), factor, null, factor));
  }

  @ParameterizedTest
  @CsvSource({"1,9", "9,1", "7,14", "14,7", "7,10", "9,5"})
  void sumsOfAllSizes(int size, int to) {
    for (boolean corners : new boolean[] {false, true}) {
      TensorType line = type(DType.FLOAT32, 2, 17, size);
      close(resized("upsample_linear1d.default", line, List.of(to), corners));
      close(resized("upsample_linear1d.vec", line, List.of(to), corners, null));
      TensorType image = type(DType.FLOAT32, 1, 18, 5, size);
      close(resized("upsample_bilinear2d.vec", image, List.of(8, to), corners, null));
      close(resized("upsample_bicubic2d.vec", image, List.of(8, to), corners, null));
      TensorType volume = type(DType.FLOAT32, 1, 3, 3, 2, size);
      close(resized("upsample_trilinear3d.vec", volume, List.of(2, 5, to), corners, null));
    }
  }

  @Test
  void sumsOfDoublesAreExact() {
    for (boolean corners : new boolean[] {false, true}) {
      TensorType image = type(DType.FLOAT64, 2, 3, 5, 7);
      exact(resized("upsample_bilinear2d.vec", image, List.of(8, 19), corners, null));
      KernelCheck.of(resized("upsample_bicubic2d.vec", image, List.of(8, 19), corners, null), 1)
          .within(1e-13, 1e-13)
          .holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"BFLOAT16", "FLOAT16"})
  void sumsOfShortFloatsAreRoundedOnce(DType type) {
    for (boolean corners : new boolean[] {false, true}) {
      TensorType image = type(type, 2, 17, 5, 7);
      for (String name : List.of("upsample_bilinear2d.vec", "upsample_bicubic2d.vec")) {
        KernelCheck.of(resized(name, image, List.of(10, 9), corners, null), 1)
            .within(0.008, 1e-5)
            .holds();
      }
    }
  }

  /** Rounding moves some of these pixels off the line of the others. */
  @Test
  void pixelsOnSeveralLines() {
    for (int seed = 0; seed < 2; seed++) {
      Graph nearest =
          resized("upsample_nearest1d.default", type(DType.UINT8, 1, 5, 442), List.of(1360));
      KernelCheck.of(nearest, seed).holds();
      Graph linear =
          resized("upsample_linear1d.default", type(DType.FLOAT32, 1, 5, 73), List.of(247), true);
      KernelCheck.of(linear, seed).within(SUMS, 2 * SUMS).holds();
    }
  }

  @Test
  void betweenOtherOperators() {
    Graph body =
        Bodies.of(
            (b, x) ->
                call(
                    b,
                    "aten.relu.default",
                    call(
                        b,
                        "aten.cat.default",
                        List.of(
                            call(
                                b,
                                "aten.upsample_bilinear2d.vec",
                                Bodies.dequantize(b, x.get(0), 0.05, 3, DType.UINT8),
                                null,
                                false,
                                List.of(2.0, 2.0)),
                            x.get(1)),
                        1)),
            type(DType.UINT8, 2, 9, 5, 6),
            type(DType.FLOAT32, 2, 17, 10, 12));
    close(body);
  }
}
