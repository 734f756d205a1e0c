package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.fuse.Fused.OTHER;
import static dev.octet.lowering.fuse.Fused.PRODUCT;
import static dev.octet.lowering.fuse.Fused.apply;
import static dev.octet.lowering.fuse.Fused.behindProduct;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch;
import dev.octet.op.AtenOps;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sums a product takes in, and in which type it reads what is added. */
final class SummandTest {
  private static Value sum(ProgramSketch at, Value one, Value other) {
    return at.at().call(AtenOps.ADD_TENSOR, one, other);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOtherSummandIsTakenFromEitherSide(boolean first) {
    Fused fused =
        behindProduct((at, y) -> {
          Value other = at.input(DType.FLOAT32, 2, 3);
          return List.of(first ? sum(at, other, y) : sum(at, y, other));
        });
    Contraction linear = fused.only(Contraction.class);
    assertThat(linear.epilogue())
        .containsExactly(
            new PostOperation.Sum(linear.nodes().getLast(), Stored.plain(fused.value("x2"))));
  }

  @Test
  void integersOfTheRunsOwnScaleAreAddedAsFloats() {
    Fused fused =
        behindProduct(
            (at, y) -> List.of(sum(at, y, at.dynamicallyRounded(at.input(DType.FLOAT32, 2, 3)))));
    PostOperation sum = fused.only(Contraction.class).epilogue().getFirst();
    assertThat(((PostOperation.Sum) sum).other().isQuantized()).isFalse();
  }

  /** A sum of integers is scaled as a whole, which only some functions let pass. */
  @ParameterizedTest
  @CsvSource({
    "relu, true",
    "relu6, true",
    "leaky_relu, true",
    "silu, false",
    "tanh, false",
    "gelu, false"
  })
  void integersAreAddedAsFloatsWhereAFunctionDoesNotScale(String function, boolean integers) {
    for (boolean before : new boolean[] {false, true}) {
      Fused fused =
          behindProduct((at, y) -> {
            Value other = at.dequantize(at.input(DType.UINT8, 2, 3), OTHER);
            return List.of(
                before
                    ? sum(at, apply(at, function, y), other)
                    : apply(at, function, sum(at, y, other)));
          });
      Contraction linear = fused.only(Contraction.class);
      PostOperation.Sum sum = (PostOperation.Sum) linear.epilogue().get(before ? 1 : 0);
      assertThat(sum.other().value())
          .isEqualTo(fused.value(integers ? "x2" : "dequantize_per_tensor_2"));
      assertThat(sum.other().isQuantized()).isEqualTo(integers);
    }
  }

  @Test
  void aChangeOfTypeLetsIntegersBeAdded() {
    Fused fused =
        behindProduct((at, y) -> {
          Value other = at.dequantize(at.input(DType.UINT8, 2, 3), OTHER);
          return List.of(at.at().call(AtenOps.TO_DTYPE, sum(at, y, other), DType.BFLOAT16));
        });
    PostOperation sum = fused.only(Contraction.class).epilogue().getFirst();
    assertThat(((PostOperation.Sum) sum).other().isQuantized()).isTrue();
  }

  @Test
  void onlyOneSumIsTaken() {
    Fused fused =
        behindProduct((at, y) ->
            List.of(
                sum(at, sum(at, y, at.input(DType.FLOAT32, 2, 3)), at.input(DType.FLOAT32, 2, 3))));
    assertThat(fused.labels()).containsExactly(PRODUCT + " + add", "add").inOrder();
  }

  @Test
  void aSumOfTwoProductsBelongsToTheFirst() {
    Fused fused =
        behindProduct((at, y) -> {
          Value x = at.input(DType.FLOAT32, 2, 5);
          return List.of(sum(at, at.at().call(AtenOps.LINEAR, x, at.weights(3, 5)), y));
        });
    assertThat(fused.labels()).containsExactly("linear", PRODUCT + " + add").inOrder();
  }

  @Test
  void aSumThatIsBroadcastStays() {
    Fused fused = behindProduct((at, y) -> List.of(sum(at, y, at.input(DType.FLOAT32, 1, 3))));
    assertThat(fused.labels()).containsExactly(PRODUCT, "add").inOrder();
  }

  @Test
  void aSumWithAFactorStays() {
    Fused fused =
        behindProduct((at, y) -> {
          Value other = at.input(DType.FLOAT32, 2, 3);
          return List.of(
              at.at().node(AtenOps.ADD_TENSOR, List.of(y, other), Map.of("alpha", 2L)).result());
        });
    assertThat(fused.labels()).containsExactly(PRODUCT, "add").inOrder();
  }

  @Test
  void aSumWithANumberStays() {
    Fused fused = behindProduct((at, y) -> List.of(at.at().call(AtenOps.ADD_SCALAR, y, 1.0)));
    assertThat(fused.labels()).containsExactly(PRODUCT, "add").inOrder();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSumWithCountsStays(boolean first) {
    Fused fused =
        behindProduct((at, y) -> {
          Value counts = at.input(DType.INT64, 2, 3);
          return List.of(first ? sum(at, counts, y) : sum(at, y, counts));
        });
    assertThat(fused.labels()).containsExactly(PRODUCT, "add").inOrder();
  }
}
