package dev.octet.lowering.type;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.lowering.freeze.BoundSketch;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which nodes autocast has compute in bfloat16, and where types change. */
final class CastToBfloat16Test {
  private static final Grid GRID = new Grid(DType.UINT8, 0.05, 100, 0, 255);

  /** Each node as {@code operator(types) type}. */
  private static ImmutableList<String> nodes(ProgramSketch.Drawing drawing) {
    FrozenGraph cast = CastToBfloat16.apply(BoundSketch.of(drawing));
    for (GraphOutput output : cast.graph().outputs()) {
      assertThat(((GraphOutput.Of) output).value().tensorType().dtype())
          .isNotEqualTo(DType.BFLOAT16);
    }
    return cast.graph().nodes().stream()
        .map(CastToBfloat16Test::text)
        .collect(ImmutableList.toImmutableList());
  }

  private static String text(Node node) {
    String operands =
        node.operands().stream().map(CastToBfloat16Test::type).collect(Collectors.joining(", "));
    return node.op().name().base() + "(" + operands + ") " + type(node.results().getFirst());
  }

  private static String type(Value value) {
    return value.tensorType().dtype().toString();
  }

  private static Value call(ProgramSketch at, String name, Object... arguments) {
    return at.at().call(OpName.parse(name), arguments);
  }

  private static Value linear(ProgramSketch at, Value x) {
    return at.at().call(AtenOps.LINEAR, x, at.weights(4, 4));
  }

  private static Value input(ProgramSketch at) {
    return at.input(DType.FLOAT32, 2, 4);
  }

  @Test
  void productsComputeInBfloat16AndWhatFollowsInheritsIt() {
    assertThat(nodes(at -> List.of(call(at, "aten.relu.default", linear(at, input(at))))))
        .containsExactly(
            "to(f32) bf16",
            "to(f32) bf16",
            "linear(bf16, bf16) bf16",
            "relu(bf16) bf16",
            "to(bf16) f32")
        .inOrder();
  }

  @Test
  void whatFollowsNoProductStaysAsItIs() {
    assertThat(nodes(at -> List.of(call(at, "aten.relu.default", input(at)))))
        .containsExactly("relu(f32) f32");
  }

  @Test
  void productsOfIntegersAreRoundedBehind() {
    assertThat(
            nodes(at -> {
              Value x = at.dequantize(at.input(DType.UINT8, 2, 4), GRID);
              return List.of(at.at().call(AtenOps.LINEAR, x, at.int8Weights(false, 60, 3, 4)));
            }))
        .containsExactly(
            "dequantize_per_tensor(u8) f32",
            "dequantize_per_tensor(s8) f32",
            "linear(f32, f32) f32",
            "to(f32) bf16",
            "to(bf16) f32")
        .inOrder();
  }

  @Test
  void aQuantizeReadsFloat32() {
    assertThat(nodes(at -> List.of(at.quantize(linear(at, input(at)), GRID))))
        .containsAtLeast("linear(bf16, bf16) bf16", "to(bf16) f32", "quantize_per_tensor(f32) u8")
        .inOrder();
  }

  @Test
  void oneCastServesAllReaders() {
    assertThat(
            nodes(at -> {
              Value x = input(at);
              return List.of(call(at, "aten.cat.default", List.of(linear(at, x), linear(at, x))));
            }))
        .containsExactly(
            "to(f32) bf16",
            "to(f32) bf16",
            "linear(bf16, bf16) bf16",
            "to(f32) bf16",
            "linear(bf16, bf16) bf16",
            "cat(bf16, bf16) bf16",
            "to(bf16) f32");
  }

  @Test
  void operandsOfBothTypesArePromotedWhereTheOperatorDoesSo() {
    assertThat(
            nodes(
                at -> List.of(at.at().call(AtenOps.ADD_TENSOR, linear(at, input(at)), input(at)))))
        .contains("add(bf16, f32) f32");
  }

  /** Such as bilinear samples of an image at places that are given. */
  @Test
  void anOperatorThatWantsOneTypeGetsFloat32() {
    assertThat(
            nodes(at -> {
              Value image =
                  call(at, "aten.reshape.default", linear(at, input(at)), List.of(1L, 1L, 2L, 4L));
              Value places = at.input(DType.FLOAT32, 1, 3, 3, 2);
              return List.of(call(at, "aten.grid_sampler.default", image, places, 0L, 0L, false));
            }))
        .containsAtLeast("reshape(bf16) bf16", "to(bf16) f32", "grid_sampler(f32, f32) f32")
        .inOrder();
  }

  private static Value turned(ProgramSketch at, Value x) {
    return call(at, "aten.transpose.int", x, 0L, 1L);
  }

  /** The kernel that computes what is turned can round it then. */
  @Test
  void whatProductsReadInAnotherShapeIsRoundedBefore() {
    assertThat(
            nodes(at -> {
              Value x = call(at, "aten.relu.default", at.input(DType.FLOAT32, 4, 2));
              return List.of(linear(at, turned(at, x)));
            }))
        .containsExactly(
            "relu(f32) f32",
            "to(f32) bf16",
            "transpose(bf16) bf16",
            "to(f32) bf16",
            "linear(bf16, bf16) bf16",
            "to(bf16) f32")
        .inOrder();
  }

  @Test
  void aChangeOfShapeThatOthersReadStaysInFloat32() {
    assertThat(
            nodes(at -> {
              Value x = turned(at, at.input(DType.FLOAT32, 4, 2));
              return List.of(linear(at, x), call(at, "aten.relu.default", x));
            }))
        .containsAtLeast("transpose(f32) f32", "relu(f32) f32");
    assertThat(
            nodes(at -> {
              Value x = turned(at, at.input(DType.FLOAT32, 4, 2));
              return List.of(linear(at, x), x);
            }))
        .contains("transpose(f32) f32");
    assertThat(
            nodes(at -> {
              Value x = turned(at, at.input(DType.FLOAT32, 4, 2));
              return List.of(at.quantize(x, GRID));
            }))
        .containsExactly("transpose(f32) f32", "quantize_per_tensor(f32) u8");
  }
}
