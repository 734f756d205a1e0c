package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReshapedStridesTest {
  private static void become(Shape from, long[] strides, Shape to, long... expected) {
    assertThat(ReshapedStrides.of(from, ImmutableLongArray.copyOf(strides), to))
        .hasValue(ImmutableLongArray.copyOf(expected));
  }

  @Test
  void theStrideOfASingleElementDoesNotCount() {
    become(Shape.of(2, 1, 3), new long[] {3, 7, 1}, Shape.of(6), 1);
    become(Shape.of(2, 3, 1), new long[] {3, 1, 7}, Shape.of(6), 1);
    become(Shape.of(1, 2, 3), new long[] {7, 3, 1}, Shape.of(6), 1);
  }

  @Test
  void whatLiesWithGapsIsCutAndNotJoined() {
    // Rows of three, four apart; matrices of four rows, twenty apart.
    Shape shape = Shape.of(2, 4, 3);
    long[] padded = {20, 4, 1};
    become(shape, padded, Shape.of(2, 2, 2, 3), 20, 8, 4, 1);
    for (Shape joined : List.of(Shape.of(2, 12), Shape.of(8, 3))) {
      assertThat(ReshapedStrides.of(shape, ImmutableLongArray.copyOf(padded), joined)).isEmpty();
    }
  }
}
