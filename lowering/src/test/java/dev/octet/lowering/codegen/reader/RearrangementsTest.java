package dev.octet.lowering.codegen.reader;

import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.codegen.Bodies;
import dev.octet.lowering.codegen.KernelCheck;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elements that are repeated, turned around, mirrored, or come from several tensors. */
final class RearrangementsTest {
  private static final DType[] TYPES = {DType.FLOAT32, DType.UINT8, DType.BFLOAT16, DType.BOOL};

  private static void holds(BiFunction<GraphBuilder, Value, Value> make, long... sizes) {
    for (DType type : TYPES) {
      for (int seed = 0; seed < 3; seed++) {
        check(Bodies.of((b, x) -> make.apply(b, x.get(0)), type(type, sizes)), type, seed);
      }
    }
  }

  /** Drivers take long to compile; where elements come from does not depend on their type. */
  private static void check(Graph body, DType type, int seed) {
    KernelCheck check = KernelCheck.of(body, seed);
    (type == DType.UINT8 ? check : check.onProcessorOnly()).holds();
  }

  @Test
  void flips() {
    holds((b, x) -> call(b, "aten.flip.default", x, List.of(0, -1)), 3, 5, 17);
    holds((b, x) -> call(b, "aten.flip.default", x, List.of(1)), 3, 5, 17);
    holds((b, x) -> call(b, "aten.fliplr.default", x), 5, 33);
    holds((b, x) -> call(b, "aten.flipud.default", x), 5, 33);
  }

  @Test
  void repeats() {
    holds((b, x) -> call(b, "aten.repeat.default", x, List.of(2, 1, 3)), 3, 17);
    holds((b, x) -> call(b, "aten.repeat.default", x, List.of(4, 1)), 1, 33);
    holds((b, x) -> call(b, "aten.tile.default", x, List.of(3)), 2, 3, 16);
    holds((b, x) -> call(b, "aten.repeat_interleave.self_int", x, 3, 1), 2, 5, 16);
    holds((b, x) -> call(b, "aten.repeat_interleave.self_int", x, 2, -1), 2, 5, 16);
  }

  @Test
  void shufflesPixelsAndChannels() {
    holds((b, x) -> call(b, "aten.pixel_shuffle.default", x, 2), 2, 12, 3, 5);
    holds((b, x) -> call(b, "aten.pixel_shuffle.default", x, 3), 18, 4, 6);
    holds((b, x) -> call(b, "aten.pixel_unshuffle.default", x, 2), 2, 3, 6, 10);
    holds((b, x) -> call(b, "aten.channel_shuffle.default", x, 3), 2, 12, 5, 7);
    holds((b, x) -> call(b, "aten.native_channel_shuffle.default", x, 2), 1, 32, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reflect", "replicate", "circular"})
  void padsWithItsOwnElements(String mode) {
    holds((b, x) -> call(b, "aten.pad.default", x, List.of(3, 2), mode), 2, 3, 19);
    holds((b, x) -> call(b, "aten.pad.default", x, List.of(1, 2, 0, 3), mode), 2, 3, 5, 18);
    holds(
        (b, x) -> call(b, "aten.pad.default", x, List.of(1, 0, 2, 2, 1, 1), mode), 1, 17, 2, 3, 4);
  }

  @Test
  void padsByOtherNames() {
    holds((b, x) -> call(b, "aten.reflection_pad2d.default", x, List.of(3, 1, 2, 2)), 2, 3, 5, 18);
    holds((b, x) -> call(b, "aten.replication_pad1d.default", x, List.of(30, 4)), 2, 3, 18);
    holds((b, x) -> call(b, "aten._pad_circular.default", x, List.of(2, 2)), 2, 3, 18);
    // Replication and circles may also cut off.
    holds((b, x) -> call(b, "aten.replication_pad1d.default", x, List.of(-2, 4)), 2, 3, 18);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1})
  void stacks(int dim) {
    for (DType type : TYPES) {
      Graph body =
          Bodies.of(
              (b, x) -> call(b, "aten.stack.default", x, dim),
              type(type, 3, 17),
              type(type, 3, 17),
              type(type, 3, 17));
      for (int seed = 0; seed < 3; seed++) {
        check(body, type, seed);
      }
    }
  }

  @Test
  void narrows() {
    holds((b, x) -> call(b, "aten.narrow.default", x, 1, 2, 5), 3, 9, 17);
    holds((b, x) -> call(b, "aten.narrow.default", x, -1, -7, 6), 3, 9, 17);
  }

  @Test
  void takesTheShapeOfAnother() {
    for (String name : List.of("aten.view_as.default", "aten.reshape_as.default")) {
      Graph body =
          Bodies.of(
              (b, x) -> call(b, name, x.get(0), x.get(1)),
              type(DType.FLOAT32, 3, 34),
              type(DType.FLOAT32, 6, 17));
      KernelCheck.of(body, 1).holds();
    }
    holds((b, x) -> call(b, "aten.atleast_3d.default", x), 5, 33);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aten.unsafe_chunk.default", "aten.tensor_split.sections"})
  void dividesUnevenly(String name) {
    Graph body =
        Graph.build(b -> {
          Value x = b.input("x", type(DType.FLOAT32, 3, 50));
          Node parts = b.node(OpName.parse(name), List.of(x, 3, 1), Map.of());
          parts.results().forEach(b::output);
        });
    KernelCheck.of(body, 1).holds();
  }
}
