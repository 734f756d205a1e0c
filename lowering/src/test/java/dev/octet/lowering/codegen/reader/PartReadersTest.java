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
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PartReadersTest {
  private static void holds(BiFunction<GraphBuilder, List<Value>, Value> make, DType type) {
    for (int seed = 0; seed < 2; seed++) {
      KernelCheck.of(
              Bodies.of(make, type(type, 3, 5, 19), type(type, 3, 5, 19), type(type, 3, 19)), seed)
          .holds();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BFLOAT16", "UINT8", "BOOL"})
  void partsAreStackedTakenAndReplaced(DType type) {
    for (int dim : new int[] {0, 2, -1}) {
      holds(
          (b, x) -> call(b, "aten.stack.default", List.of(x.get(0), x.get(1), x.get(0)), dim),
          type);
    }
    holds((b, x) -> call(b, "aten.narrow.default", x.get(0), -1, -7, 5), type);
    holds((b, x) -> call(b, "aten.select_scatter.default", x.get(0), x.get(2), 1, -2), type);
    holds(
        (b, x) ->
            call(
                b,
                "aten.slice_scatter.default",
                x.get(0),
                call(b, "aten.narrow.default", x.get(1), 2, 0, 6),
                2,
                4,
                10),
        type);
    holds((b, x) -> call(b, "aten.slice_scatter.default", x.get(0), x.get(1), 2), type);
    holds((b, x) -> call(b, "aten.repeat.default", x.get(0), List.of(2, 1, 3, 2)), type);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "BOOL"})
  void aDimensionIsTakenApart(DType type) {
    Graph body =
        Graph.build(b -> {
          Value x = b.input("x", type(type, 3, 4, 19));
          b.node(OpName.parse("aten.unbind.int"), List.of(x, 1), Map.of())
              .results()
              .forEach(b::output);
        });
    KernelCheck.of(body, 1).holds();
  }

  @Test
  void elementsThatLieApartAreDeclined() {
    Graph body =
        Bodies.of(
            (b, x) -> call(b, "aten.slice_scatter.default", x.get(0), x.get(1), 0, 0, 6, 2),
            type(DType.FLOAT32, 6),
            type(DType.FLOAT32, 3));
    assertThat(LoopCompiler.declines(body.nodes().getFirst()).orElseThrow())
        .isEqualTo("puts elements apart from each other");
  }
}
