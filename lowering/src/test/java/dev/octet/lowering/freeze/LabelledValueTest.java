package dev.octet.lowering.freeze;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Value;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Dimensions by label: diagonals, sums and orders. */
final class LabelledValueTest {
  private static final int A = 'a';
  private static final int B = 'b';
  private static final int C = 'c';

  private static LabelledValue value(Value value, GraphBuilder builder, int... labels) {
    return LabelledValue.of(value, ImmutableIntArray.copyOf(labels), false, builder);
  }

  private static Fragment of(BiFunction<Value, GraphBuilder, Value> body, long... sizes) {
    return Fragment.of((inputs, builder) -> body.apply(inputs.getFirst(), builder), sizes);
  }

  @Test
  void dimensionsOfSizeOneHaveNoLabel() {
    Fragment fragment =
        of(
            (x, builder) -> {
              LabelledValue labelled = value(x, builder, A, B, C);
              assertThat(labelled.labels()).containsExactly(B, C).inOrder();
              assertThat(labelled.size(A)).isEqualTo(1);
              assertThat(labelled.size(B)).isEqualTo(2);
              return labelled.value();
            },
            1,
            2,
            3);
    assertThat(fragment.nodes()).containsExactly("reshape(x0) [2, 3]");
  }

  @Test
  void aLabelThatOccursTwiceIsTheDiagonal() {
    Fragment fragment =
        of(
            (x, builder) -> {
              LabelledValue labelled = value(x, builder, A, B, A);
              assertThat(labelled.labels()).containsExactly(B, A).inOrder();
              return labelled.value();
            },
            2,
            3,
            2);
    assertThat(fragment.nodes())
        .containsExactly(
            "permute(x0) [3, 2, 2]", "reshape(permute) [3, 4]", "slice(reshape) [3, 2]")
        .inOrder();
    assertThat(fragment.run()).containsExactly(1.0, 8.0, 3.0, 10.0, 5.0, 12.0).inOrder();
  }

  @Test
  void aLabelThatOccursThreeTimesIsTheDiagonalOfACube() {
    Fragment fragment = of((x, builder) -> value(x, builder, A, A, A).value(), 3, 3, 3);
    assertThat(fragment.run()).containsExactly(1.0, 14.0, 27.0).inOrder();
  }

  @Test
  void twoLabelsThatOccurTwiceAreTwoDiagonals() {
    Fragment fragment =
        of(
            (x, builder) -> value(x, builder, A, B, B, A).inOrder(List.of(A, B), builder),
            2,
            3,
            3,
            2);
    // 18 a + 6 b + 2 b + a + 1
    assertThat(fragment.run()).containsExactly(1.0, 9.0, 17.0, 20.0, 28.0, 36.0).inOrder();
  }

  @Test
  void whatIsNotKeptIsSummed() {
    Fragment fragment =
        of(
            (x, builder) -> {
              LabelledValue sum = value(x, builder, A, B, C).summedExcept(Set.of(B), builder);
              assertThat(sum.labels()).containsExactly(B);
              return sum.value();
            },
            2,
            2,
            2);
    assertThat(fragment.nodes()).containsExactly("sum(x0) [2]");
    assertThat(fragment.run()).containsExactly(14.0, 22.0).inOrder();
  }

  @Test
  void nothingIsDoneForWhatIsAsItShouldBe() {
    Fragment fragment =
        of(
            (x, builder) ->
                value(x, builder, A, B)
                    .summedExcept(Set.of(A, B, C), builder)
                    .inOrder(List.of(A, B), builder),
            2,
            3);
    assertThat(fragment.nodes()).isEmpty();
  }

  @Test
  void aLabelThatIsMissingGetsADimensionOfSizeOne() {
    Fragment fragment =
        of((x, builder) -> value(x, builder, A, B).inOrder(List.of(B, C, A), builder), 2, 3);
    assertThat(fragment.nodes())
        .containsExactly("permute(x0) [3, 2]", "reshape(permute) [3, 1, 2]")
        .inOrder();
  }

  @Test
  void eachDimensionNeedsALabel() {
    of(
        (x, _) -> {
          assertThrows(
              IllegalArgumentException.class,
              () -> new LabelledValue(x, ImmutableList.of(A), false));
          return x;
        },
        2,
        3);
  }
}
