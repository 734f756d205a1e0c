package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import com.google.common.base.Splitter;
import dev.octet.graph.Graph;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers of a row that are computed once, and kept for the loops behind. */
final class KeepRowsTest {
  private static final String POWER = "1.442695";

  private static Graph softmax(DType dtype, long... sizes) {
    return Bodies.of(
        (b, x) -> call(b, "aten.softmax.int", call(b, "aten.mul.Scalar", x.get(0), 0.3), -1),
        type(dtype, sizes));
  }

  private static LoopKernel compile(Graph body, Start start) {
    long[] strides = body.inputs().getFirst().tensorType().shape().contiguousStrides();
    return LoopCompiler.compile("test", body, Map.of(), List.of(strides), List.of(strides), start);
  }

  private static int count(String text, String part) {
    return Splitter.on(part).splitToList(text).size() - 1;
  }

  @Test
  void aSoftmaxComputesItsPowersOnce() {
    String listing = compile(softmax(DType.FLOAT32, 5, 33), Start.SCALAR).listing();
    assertThat(count(listing, POWER)).isEqualTo(1);
    assertThat(count(listing, "] as f32 = ")).isEqualTo(2); // the row and the result
  }

  @Test
  void whatTheMaximumHasRoundedIsKeptAsWell() {
    String listing = compile(softmax(DType.BFLOAT16, 5, 33), Start.SCALAR).listing();
    assertThat(count(listing, "] as f32 = ")).isEqualTo(2); // rounded products, and powers
    assertThat(count(listing, "input0[")).isEqualTo(1);
  }

  @Test
  void memoryHoldsTheRows() {
    LoopKernel kernel = compile(softmax(DType.BFLOAT16, 5, 33), Start.SCALAR);
    long row = 33 * Float.BYTES;
    assertThat(kernel.scratchBytes()).isAtLeast(2 * row);
    assertThat(kernel.scratchBytes()).isAtMost(3 * row + 128);
  }

  @Test
  void longRowsAreComputedAgain() {
    LoopKernel kernel = compile(softmax(DType.FLOAT32, 2, 2049), Start.SCALAR);
    assertThat(count(kernel.listing(), POWER)).isEqualTo(2);
    assertThat(kernel.scratchBytes()).isAtMost(64);
  }

  @Test
  void aFewOperationsAreDoneAgain() {
    Graph mean =
        Bodies.of(
            (b, x) ->
                call(
                    b,
                    "aten.sub.Tensor",
                    x.get(0),
                    call(b, "aten.mean.dim", x.get(0), List.of(-1), true)),
            type(DType.FLOAT32, 5, 40));
    assertThat(compile(mean, Start.SCALAR).listing()).doesNotContain("scratch");
  }

  /** Where the vectors are rows, each lane would need a row of its own. */
  @Test
  void anotherDimensionIsLeftAlone() {
    Graph body =
        Bodies.of(
            (b, x) -> call(b, "aten.softmax.int", x.get(0), 1), type(DType.FLOAT32, 3, 20, 64));
    KernelCheck.of(body, 3).within(1e-5, 1e-7).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT16"})
  void resultsStayTheSame(DType dtype) {
    for (long width : new long[] {1, 7, 16, 33, 64, 197, 1100}) {
      KernelCheck.of(softmax(dtype, 3, 5, width), width)
          .within(dtype == DType.FLOAT32 ? 1e-5 : 1e-2, 1e-6)
          .holds();
    }
  }

  @Test
  void severalReadersOfARow() {
    Graph body =
        Graph.build(builder -> {
          var x = builder.input("x", type(DType.FLOAT32, 6, 40));
          var mask = builder.input("mask", type(DType.FLOAT32, 40));
          var gelu = call(builder, "aten.gelu.default", x);
          var soft =
              call(builder, "aten.softmax.int", call(builder, "aten.add.Tensor", gelu, mask), -1);
          var logs =
              call(
                  builder,
                  "aten.log_softmax.int",
                  call(builder, "aten.add.Tensor", gelu, mask),
                  -1);
          builder.output(call(builder, "aten.mul.Tensor", soft, logs));
        });
    KernelCheck.of(body, 11).within(1e-4, 1e-6).holds();
  }
}
