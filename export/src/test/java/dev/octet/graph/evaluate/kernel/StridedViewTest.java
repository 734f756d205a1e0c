package dev.octet.graph.evaluate.kernel;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Views read the elements that their definition says, in every element width. */
final class StridedViewTest {
  private static Tensor counted(DType dtype, long... sizes) {
    Tensor tensor = Tensor.allocate(dtype, Shape.of(sizes));
    for (long i = 0; i < tensor.elements(); i++) {
      tensor.setLong(i, i);
    }
    return tensor;
  }

  private static long[] read(Tensor source, StridedView view) {
    return view.copyInto(Tensor.allocate(source.dtype(), Shape.of(view.sizes()))).toLongArray();
  }

  @Test
  void permutationsOfRandomShapesMoveEveryElement() {
    Random random = new Random(7);
    DType[] types = {DType.INT8, DType.INT16, DType.INT32, DType.INT64};
    for (int round = 0; round < 200; round++) {
      int rank = 1 + random.nextInt(4);
      long[] sizes = random.longs(rank, 0, 5).toArray();
      int[] order = IntStream.range(0, rank).toArray();
      for (int i = rank - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      Tensor source = counted(types[round % types.length], sizes);
      StridedView view = StridedView.of(source).permute(order);
      long[] strides = source.shape().contiguousStrides();
      long[] values = read(source, view);
      for (int i = 0; i < values.length; i++) {
        long rest = i;
        long expected = 0;
        for (int d = rank - 1; d >= 0; d--) {
          expected += rest % view.size(d) * strides[order[d]];
          rest /= view.size(d);
        }
        // Small types keep the low bits of the count.
        assertThat(values[i]).isEqualTo(source.getLong(expected));
      }
    }
  }

  @Test
  void slicesStepAndReverse() {
    Tensor tensor = counted(DType.INT32, 2, 5);
    assertThat(read(tensor, StridedView.of(tensor).slice(1, 1, 2, 3)))
        .asList()
        .containsExactly(1L, 4L, 6L, 9L)
        .inOrder();
    assertThat(read(tensor, StridedView.of(tensor).reverse(1)))
        .asList()
        .containsExactly(4L, 3L, 2L, 1L, 0L, 9L, 8L, 7L, 6L, 5L)
        .inOrder();
  }

  @Test
  void diagonalsStartAboveOrBelow() {
    Tensor tensor = counted(DType.UINT8, 3, 4);
    assertThat(read(tensor, StridedView.of(tensor).diagonal(0, 0, 1)))
        .asList()
        .containsExactly(0L, 5L, 10L)
        .inOrder();
    assertThat(read(tensor, StridedView.of(tensor).diagonal(2, 0, 1)))
        .asList()
        .containsExactly(2L, 7L)
        .inOrder();
    assertThat(read(tensor, StridedView.of(tensor).diagonal(-2, 0, 1)))
        .asList()
        .containsExactly(8L);
    assertThat(read(tensor, StridedView.of(tensor).diagonal(9, 0, 1))).isEmpty();
  }

  @Test
  void windowsOverlap() {
    Tensor tensor = counted(DType.INT64, 5);
    assertThat(read(tensor, StridedView.of(tensor).windows(0, 3, 2)))
        .asList()
        .containsExactly(0L, 1L, 2L, 2L, 3L, 4L)
        .inOrder();
  }

  @Test
  void aMovedDimensionKeepsTheOthersInOrder() {
    Tensor tensor = counted(DType.INT32, 2, 3, 4);
    assertThat(StridedView.of(tensor).move(0, 2).sizes())
        .asList()
        .containsExactly(3L, 4L, 2L)
        .inOrder();
    assertThat(StridedView.of(tensor).move(2, 0).sizes())
        .asList()
        .containsExactly(4L, 2L, 3L)
        .inOrder();
    assertThat(read(tensor, StridedView.of(tensor).move(2, 0).select(0, 1).select(0, 1)))
        .asList()
        .containsExactly(13L, 17L, 21L)
        .inOrder();
  }
}
