package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views, reductions and pools. */
final class ShapedBodiesTest {
  private static final DType[] TYPES = {DType.FLOAT32, DType.UINT8, DType.BFLOAT16, DType.BOOL};

  private static void views(BiFunction<GraphBuilder, Value, Value> make, long... sizes) {
    for (DType type : TYPES) {
      for (int seed = 0; seed < 3; seed++) {
        KernelCheck.of(Bodies.of((b, x) -> make.apply(b, x.get(0)), type(type, sizes)), seed)
            .holds();
      }
    }
  }

  @Test
  void permutes() {
    views((b, x) -> call(b, "aten.permute.default", x, List.of(0, 2, 3, 1)), 2, 3, 17, 5);
    views((b, x) -> call(b, "aten.transpose.int", x, 1, -1), 2, 19, 17);
    views((b, x) -> call(b, "aten.t.default", x), 19, 33);
  }

  @Test
  void pads() {
    views((b, x) -> call(b, "aten.constant_pad_nd.default", x, List.of(1, 2)), 3, 33);
    views((b, x) -> call(b, "aten.constant_pad_nd.default", x, List.of(0, 1, 2, 0), 3), 3, 5, 17);
    views((b, x) -> call(b, "aten.constant_pad_nd.default", x, List.of(-1, 2, 1, -2)), 2, 7, 19);
    views((b, x) -> call(b, "aten.pad.default", x, List.of(2, 3)), 3, 16);
  }

  @Test
  void reshapes() {
    views((b, x) -> call(b, "aten.view.default", x, List.of(6, -1)), 2, 3, 17);
    views((b, x) -> call(b, "aten.reshape.default", x, List.of(6, 4)), 4, 6);
    views((b, x) -> call(b, "aten.flatten.using_ints", x, 1), 2, 3, 5, 7);
    views((b, x) -> call(b, "aten.unsqueeze.default", x, 1), 2, 33);
    views((b, x) -> call(b, "aten.squeeze.dim", x, 1), 2, 1, 33);
    views((b, x) -> call(b, "aten.ravel.default", x), 2, 3, 17);
    views((b, x) -> call(b, "aten.mT.default", x), 2, 3, 17);
    views((b, x) -> call(b, "aten.numpy_T.default", x), 2, 3, 17);
    views((b, x) -> call(b, "aten.unflatten.int", x, 1, List.of(4, 9)), 2, 36);
  }

  @Test
  void reshapesLikeAnother() {
    for (String name : List.of("aten.view_as.default", "aten.reshape_as.default")) {
      Graph body =
          Bodies.of(
              (b, x) -> call(b, name, x.get(0), x.get(1)),
              type(DType.FLOAT32, 6, 17),
              type(DType.INT64, 2, 3, 17));
      KernelCheck.of(body, 1).holds();
    }
  }

  /** As attention does it: heads apart, and together again. */
  @Test
  void reshapesAndPermutes() {
    views(
        (b, x) ->
            call(
                b,
                "aten.permute.default",
                call(b, "aten.view.default", x, List.of(2, 5, 4, 16)),
                List.of(0, 2, 1, 3)),
        2,
        5,
        64);
    views(
        (b, x) ->
            call(
                b,
                "aten.reshape.default",
                call(b, "aten.permute.default", x, List.of(0, 2, 1, 3)),
                List.of(2, 5, 64)),
        2,
        4,
        5,
        16);
  }

  @Test
  void selects() {
    views((b, x) -> call(b, "aten.select.int", x, 1, -2), 3, 5, 21);
    views((b, x) -> call(b, "aten.slice.Tensor", x, 1, 1, 1000, 2), 3, 8, 21);
    views((b, x) -> call(b, "aten.slice.Tensor", x, -1, -9), 3, 8, 21);
    views((b, x) -> call(b, "aten.expand.default", x, List.of(4, 3, 21)), 3, 1);
    views((b, x) -> call(b, "aten.expand.default", x, List.of(4, 3, 21)), 3, 21);
  }

  @Test
  void divides() {
    Graph body =
        Graph.build(b -> {
          Value x = b.input("x", type(DType.FLOAT32, 3, 50));
          Node parts = b.node(OpName.parse("aten.split.Tensor"), List.of(x, 20, 1), Map.of());
          parts.results().forEach(b::output);
        });
    KernelCheck.of(body, 1).holds();
  }

  @Test
  void joins() {
    for (DType type : TYPES) {
      Graph body =
          Bodies.of(
              (b, x) -> call(b, "aten.cat.default", x, 1),
              type(type, 2, 3, 5, 7),
              type(type, 2, 17, 5, 7),
              type(type, 2, 1, 5, 7));
      for (int seed = 0; seed < 4; seed++) {
        KernelCheck.of(body, seed).holds();
      }
    }
    // Not at the output, and cut apart by a reduction.
    KernelCheck.of(
            Bodies.of(
                (b, x) ->
                    call(b, "aten.amax.default", call(b, "aten.cat.default", x, -1), List.of(-1)),
                type(DType.FLOAT32, 3, 20),
                type(DType.FLOAT32, 3, 33)),
            2)
        .holds();
    KernelCheck.of(
            Bodies.of(
                (b, x) ->
                    Bodies.quantize(b, call(b, "aten.cat.default", x, 0), 0.05, 3, DType.UINT8),
                type(DType.FLOAT32, 4, 20),
                type(DType.FLOAT32, 2, 20)),
            2)
        .holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "FLOAT64"})
  void reduces(DType type) {
    double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
    for (String name :
        List.of(
            "sum.dim_IntList", "mean.dim", "amax.default", "amin.default", "var.dim", "std.dim")) {
      for (List<Integer> dims :
          List.of(List.of(-1), List.of(0), List.of(1, 2), List.of(2, 3), List.of(0, 1, 2, 3))) {
        for (int seed = 0; seed < 3; seed++) {
          Graph body =
              name.startsWith("var") || name.startsWith("std")
                  ? Bodies.unary("aten." + name, type(type, 3, 17, 4, 9), dims, true, seed == 0)
                  : Bodies.unary("aten." + name, type(type, 3, 17, 4, 9), dims, seed == 0);
          boolean exact = name.startsWith("am");
          KernelCheck.of(body, seed).within(exact ? 0 : rtol, exact ? 0 : 2e-5).holds();
        }
      }
    }
    KernelCheck.of(Bodies.unary("aten.mean.default", type(type, 3, 1000)), 1)
        .within(rtol, 1e-5)
        .holds();
    KernelCheck.of(Bodies.unary("aten.max.default", type(type, 3, 1000)), 1).holds();
    KernelCheck.of(Bodies.unary("aten.min.default", type(type, 3, 1000)), 1).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16"})
  void reducesToMeanAndSpread(DType type) {
    double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
    for (String name : List.of("var_mean.correction", "std_mean.correction")) {
      Graph body =
          Graph.build(b -> {
            Value x = b.input("x", type(type, 3, 17, 40));
            b.node(
                    OpName.parse("aten." + name),
                    List.of(x, List.of(1)),
                    Map.of("correction", 0, "keepdim", true))
                .results()
                .forEach(b::output);
          });
      KernelCheck.of(body, 1).within(rtol, 2e-5).holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"BOOL", "UINT8", "INT64"})
  void reducesTruth(DType type) {
    for (String name : List.of("any", "all")) {
      for (boolean set : new boolean[] {false, true}) {
        Tensor x = Tensor.allocate(type, Shape.of(3, 5, 40));
        for (long i = 0; i < x.elements(); i++) {
          x.setLong(i, i % 47 == 0 != set ? 1 : 0);
        }
        TensorType given = type(type, 3, 5, 40);
        KernelCheck.of(Bodies.unary("aten." + name + ".dim", given, -1), 1).input(0, x).holds();
        KernelCheck.of(Bodies.unary("aten." + name + ".dim", given, 0, true), 1)
            .input(0, x)
            .holds();
        KernelCheck.of(Bodies.unary("aten." + name + ".dims", given, List.of(0, 1)), 1)
            .input(0, x)
            .holds();
        KernelCheck.of(Bodies.unary("aten." + name + ".default", given), 1).input(0, x).holds();
      }
    }
    KernelCheck.of(Bodies.unary("aten.any.default", type(DType.FLOAT32, 3, 5)), 1).holds();
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "UINT8", "INT32", "INT64"})
  void reducesIntegers(DType type) {
    for (String name : List.of("sum.dim_IntList", "amax.default", "amin.default")) {
      KernelCheck.of(Bodies.unary("aten." + name, type(type, 3, 17, 40), List.of(1)), 1).holds();
      KernelCheck.of(Bodies.unary("aten." + name, type(type, 3, 17, 40), List.of(-1)), 1).holds();
    }
  }

  @Test
  void pools() {
    for (DType type : new DType[] {DType.FLOAT32, DType.UINT8, DType.INT8, DType.BFLOAT16}) {
      for (int seed = 0; seed < 4; seed++) {
        KernelCheck.of(
                Bodies.unary(
                    "aten.max_pool2d.default",
                    type(type, 2, 17, 9, 11),
                    List.of(3, 3),
                    List.of(2, 2),
                    List.of(1, 1)),
                seed)
            .holds();
        KernelCheck.of(
                Bodies.unary(
                    "aten.max_pool2d.default",
                    type(type, 2, 3, 9, 11),
                    List.of(2, 3),
                    List.of(),
                    List.of(1, 1),
                    List.of(2, 1),
                    true),
                seed)
            .holds();
      }
    }
    for (DType type : new DType[] {DType.FLOAT32, DType.BFLOAT16}) {
      double rtol = type == DType.BFLOAT16 ? 0.008 : 1e-5;
      for (int seed = 0; seed < 4; seed++) {
        for (boolean pad : new boolean[] {true, false}) {
          KernelCheck.of(
                  Bodies.unary(
                      "aten.avg_pool2d.default",
                      type(type, 2, 17, 9, 11),
                      List.of(3, 3),
                      List.of(2, 2),
                      List.of(1, 1),
                      seed % 2 == 0,
                      pad,
                      seed == 3 ? 7 : null),
                  seed)
              .within(rtol, 1e-5)
              .holds();
        }
        for (List<Integer> size : List.of(List.of(1, 1), List.of(3, 4), List.of(9, 2))) {
          KernelCheck.of(
                  Bodies.unary("aten.adaptive_avg_pool2d.default", type(type, 2, 17, 9, 11), size),
                  seed)
              .within(rtol, 1e-5)
              .holds();
        }
      }
    }
  }

  @Test
  void poolsQuantizedValues() {
    Graph body =
        Bodies.of(
            (b, x) ->
                Bodies.quantize(
                    b,
                    call(
                        b,
                        "aten.adaptive_avg_pool2d.default",
                        Bodies.dequantize(b, x.get(0), 0.05, 4, DType.UINT8),
                        List.of(1, 1)),
                    0.05,
                    4,
                    DType.UINT8),
            type(DType.UINT8, 2, 33, 7, 7));
    for (int seed = 0; seed < 4; seed++) {
      // A sum that lies between two quanta may fall to either side.
      KernelCheck.of(body, seed).within(0, 1).holds();
    }
  }

  @Test
  void rowsRunInParallel() {
    Graph body = Bodies.unary("aten.softmax.int", type(DType.FLOAT32, 64, 128), -1);
    LoopKernel kernel =
        LoopCompiler.compile(
            "softmax",
            body,
            Map.of(),
            List.of(new long[] {128, 1}),
            List.of(new long[] {128, 1}),
            new LoopOptions(false));
    assertThat(kernel.parallelism()).isAtLeast(4L);
    assertThat(kernel.listing()).contains("for ");
  }
}
