package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which products of matrices two factors make; sizes are those of the labels' places, 2 to 7. */
final class LabelledProductTest {
  private static final String ALL = "abcdef";

  private static LabelledValue factor(
      Value value, String labels, boolean constant, GraphBuilder builder) {
    ImmutableIntArray all = ImmutableIntArray.copyOf(labels.chars());
    return LabelledValue.of(value, all, constant, builder);
  }

  private static long[] sizes(String labels) {
    return labels.chars().mapToLong(label -> ALL.indexOf(label) + 2).toArray();
  }

  private static List<String> product(
      String left, String right, String result, boolean leftConstant, boolean rightConstant) {
    List<Integer> order = result.chars().boxed().toList();
    return Fragment.of(
            (inputs, builder) ->
                new LabelledProduct(
                        factor(inputs.get(0), left, leftConstant, builder),
                        factor(inputs.get(1), right, rightConstant, builder),
                        ImmutableSet.copyOf(order),
                        order)
                    .build(builder)
                    .value(),
            sizes(left),
            sizes(right))
        .nodes();
  }

  private static List<String> product(String left, String right, String result) {
    return product(left, right, result, false, false);
  }

  @Test
  void twoMatrices() {
    assertThat(product("ab", "bc", "ac")).containsExactly("matmul(x0, x1) [2, 4]");
  }

  @Test
  void upToTwoLabelsAreTheBatch() {
    assertThat(product("abcd", "abed", "abce"))
        .containsExactly("permute(x1) [2, 3, 5, 6]", "matmul(x0, permute) [2, 3, 4, 6]")
        .inOrder();
  }

  @Test
  void moreLabelsOfTheBatchMakeOneDimension() {
    assertThat(product("abcde", "abcef", "abcdf"))
        .containsExactly(
            "reshape(x0) [6, 4, 5, 6]",
            "reshape(x1) [6, 4, 6, 7]",
            "matmul(reshape, reshape_1) [6, 4, 5, 7]",
            "reshape(matmul) [2, 3, 4, 5, 7]")
        .inOrder();
  }

  @Test
  void rowsSumsAndColumnsOfSeveralLabelsMakeOneDimensionEach() {
    assertThat(product("abcd", "cdef", "abef"))
        .containsExactly(
            "reshape(x0) [6, 20]",
            "reshape(x1) [20, 42]",
            "matmul(reshape, reshape_1) [6, 42]",
            "reshape(matmul) [2, 3, 6, 7]")
        .inOrder();
  }

  @Test
  void nothingSummedIsNoProductOfMatrices() {
    assertThat(product("ab", "cb", "acb"))
        .containsExactly(
            "reshape(x0) [2, 1, 3]", "reshape(x1) [1, 4, 3]", "mul(reshape, reshape_1) [2, 4, 3]")
        .inOrder();
  }

  @Test
  void theResultTellsWhichFactorIsFirst() {
    assertThat(product("ab", "bc", "ca"))
        .containsExactly(
            "permute(x1) [4, 3]", "permute(x0) [3, 2]", "matmul(permute, permute_1) [4, 2]")
        .inOrder();
  }

  @Test
  void aConstantIsTheSecondFactor() {
    assertThat(product("ab", "cb", "ac", true, false))
        .containsExactly("permute(x0) [3, 2]", "matmul(x1, permute) [4, 2]")
        .inOrder();
    assertThat(product("ab", "bc", "ca", false, true)).containsExactly("matmul(x0, x1) [2, 4]");
  }
}
