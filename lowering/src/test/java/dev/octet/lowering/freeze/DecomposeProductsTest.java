package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Products without a kernel of their own, whole and as what they consist of. */
final class DecomposeProductsTest {
  private static Value call(ProgramSketch at, String name, @Nullable Object... arguments) {
    return at.at().call(OpName.parse(name), arguments);
  }

  private static Value scaled(
      ProgramSketch at, String name, double beta, double alpha, Value... of) {
    return at.at()
        .node(
            OpName.parse(name), Arrays.asList((Object[]) of), Map.of("beta", beta, "alpha", alpha))
        .result();
  }

  private static Value input(ProgramSketch at, long... sizes) {
    return at.input(DType.FLOAT32, sizes);
  }

  /** The operators that a product is written with, in order; the numbers are held to the whole. */
  private static List<String> parts(Function<ProgramSketch, Value> product) {
    FrozenGraph drawn = BoundSketch.of(at -> List.of(product.apply(at)));
    FrozenGraph after = DecomposeProducts.apply(drawn);
    SameNumbers.hold("product", drawn, after, _ -> 1e-5);
    assertThat(after.graph().nodes().getLast().results())
        .isEqualTo(drawn.graph().nodes().getLast().results());
    return after.graph().nodes().stream().map(Node::op).map(op -> op.name().base()).toList();
  }

  @Test
  void aLinearLayerWhoseWeightIsComputed() {
    assertThat(
            parts(at ->
                call(at, "aten.linear.default", input(at, 2, 3, 4), input(at, 5, 4), input(at, 5))))
        .containsExactly("permute", "matmul", "add")
        .inOrder();
    assertThat(parts(at -> call(at, "aten.linear.default", input(at, 4), input(at, 5, 4))))
        .containsExactly("permute", "matmul")
        .inOrder();
    assertThat(parts(at -> call(at, "aten.linear.default", input(at, 2, 3, 4), input(at, 4))))
        .containsExactly("matmul");
  }

  @Test
  void oneWhoseWeightIsConstantStays() {
    FrozenGraph drawn =
        BoundSketch.of(at ->
            List.of(
                call(at, "aten.linear.default", input(at, 3, 4), at.weights(5, 4)),
                call(at, "aten.linear.default", input(at, 3, 4), at.int8Weights(true, 127, 5, 4))));
    assertThat(DecomposeProducts.apply(drawn)).isSameInstanceAs(drawn);
  }

  @Test
  void sumsWithScaledProducts() {
    assertThat(
            parts(at ->
                scaled(
                    at,
                    "aten.addmm.default",
                    0.5,
                    2,
                    input(at, 3, 5),
                    input(at, 3, 4),
                    input(at, 4, 5))))
        .containsExactly("matmul", "mul", "mul", "add")
        .inOrder();
    assertThat(
            parts(at ->
                scaled(
                    at,
                    "aten.baddbmm.default",
                    1,
                    0.25,
                    input(at, 1, 1, 5),
                    input(at, 2, 3, 4),
                    input(at, 2, 4, 5))))
        .containsExactly("matmul", "mul", "add")
        .inOrder();
    assertThat(
            parts(at ->
                scaled(
                    at, "aten.addmv.default", -1, 1, input(at, 3), input(at, 3, 4), input(at, 4))))
        .containsExactly("matmul", "mul", "add")
        .inOrder();
  }

  @Test
  void whatIsAddedNoTimesIsNotRead() {
    assertThat(
            parts(at ->
                scaled(
                    at,
                    "aten.baddbmm.default",
                    0,
                    1,
                    input(at, 1, 1, 5),
                    input(at, 2, 3, 4),
                    input(at, 2, 4, 5))))
        .containsExactly("matmul");
  }

  @Test
  void productsWithVectors() {
    assertThat(parts(at -> call(at, "aten.mv.default", input(at, 3, 4), input(at, 4))))
        .containsExactly("matmul");
    assertThat(parts(at -> call(at, "aten.dot.default", input(at, 4), input(at, 4))))
        .containsExactly("matmul");
    assertThat(parts(at -> call(at, "aten.outer.default", input(at, 4), input(at, 3))))
        .containsExactly("unsqueeze", "mul")
        .inOrder();
  }

  @Test
  void numbersOfSixteenBitsWouldBeRoundedOften() {
    FrozenGraph drawn =
        BoundSketch.of(at ->
            List.of(
                call(
                    at,
                    "aten.linear.default",
                    at.input(DType.BFLOAT16, 3, 4),
                    at.input(DType.BFLOAT16, 5, 4))));
    assertThat(DecomposeProducts.apply(drawn)).isSameInstanceAs(drawn);
  }
}
