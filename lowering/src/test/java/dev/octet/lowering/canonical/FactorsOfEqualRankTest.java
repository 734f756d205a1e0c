package dev.octet.lowering.canonical;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.lowering.canonical.Rewritten.call;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.octet.op.OpName;
import dev.octet.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both factors of a product get the same number of dimensions. */
final class FactorsOfEqualRankTest {
  private static long[] sizes(String text) {
    return Splitter.on('x').splitToStream(text).mapToLong(Long::parseLong).toArray();
  }

  private static Rewritten product(String left, String right) {
    return Rewritten.by(
        new FactorsOfEqualRank(),
        at ->
            List.of(
                call(
                    at,
                    "aten.matmul.default",
                    at.input(DType.FLOAT32, sizes(left)),
                    at.input(DType.FLOAT32, sizes(right)))));
  }

  @ParameterizedTest
  @CsvSource({
    "2x5x8, 8x3, '10, 8', '8, 3'",
    "2x3x5x8, 8, '30, 8', '8, 1'",
    "8, 8, '1, 8', '8, 1'",
    "8, 8x3, '1, 8', '8, 3'",
    "8, 2x8x3, '1, 1, 8', '2, 8, 3'",
    "5x8, 2x8x3, '1, 5, 8', '2, 8, 3'",
    "4x5x8, 2x4x8x3, '1, 4, 5, 8', '2, 4, 8, 3'",
    "2x4x5x8, 4x8x3, '2, 4, 5, 8', '1, 4, 8, 3'",
    "0x5x8, 8x3, '0, 8', '8, 3'"
  })
  void missingDimensionsAreAdded(String left, String right, String first, String second) {
    Rewritten rewritten = product(left, right);
    var factors = rewritten.after().nodes().stream().filter(node -> isProduct(node.op().name()));
    assertThat(
            factors
                .flatMap(node -> node.operands().stream())
                .map(value -> value.type().toString())
                .collect(ImmutableList.toImmutableList()))
        .containsExactly("f32[" + first + "]", "f32[" + second + "]")
        .inOrder();
  }

  private static boolean isProduct(OpName name) {
    return name.base().equals("matmul");
  }

  @Test
  void factorsOfOneRankStay() {
    assertThat(product("5x8", "8x3").changed()).isFalse();
    assertThat(product("2x5x8", "2x8x3").changed()).isFalse();
  }

  /** One product of all rows reads the matrix once. */
  @Test
  void oneMatrixForABatchIsMultipliedOnce() {
    Rewritten rewritten = product("2x5x8", "8x3");
    assertThat(rewritten.nodes())
        .containsExactly(
            "reshape = reshape(x0) f32[10, 8]",
            "matmul_1 = matmul(reshape, x1) f32[10, 3]",
            "matmul = reshape(matmul_1) f32[2, 5, 3]")
        .inOrder();
  }
}
