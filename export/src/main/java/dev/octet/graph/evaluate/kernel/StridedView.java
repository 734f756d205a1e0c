package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A way to walk over a tensor's memory: sizes, strides and an offset, in elements. Strides may be
 * zero (a repeated element) or negative (a reversed dimension). Views are made from views without
 * touching the memory; {@link #copyTo} then moves bytes, whatever the element type. Immutable.
 */
final class StridedView {
  private static final ValueLayout.OfShort W2 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt W4 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong W8 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Shorter runs are moved one element at a time. */
  private static final long RUN_BYTES = 32;

  private final MemorySegment memory;
  private final int width;
  private final long offset;
  private final long[] sizes;
  private final long[] strides;

  private StridedView(MemorySegment memory, int width, long offset, long[] sizes, long[] strides) {
    this.memory = memory;
    this.width = width;
    this.offset = offset;
    this.sizes = sizes;
    this.strides = strides;
  }

  static StridedView of(Tensor tensor) {
    return new StridedView(
        tensor.storage(),
        tensor.dtype().bytes(),
        tensor.offset(),
        tensor.shape().toArray(),
        tensor.strides());
  }

  /** A contiguous tensor under other sizes. */
  static StridedView of(Tensor tensor, long... sizes) {
    return of(tensor.reshape(Shape.of(sizes)));
  }

  /** Any sizes and strides over the memory of a contiguous tensor, checked against its bounds. */
  static StridedView strided(Tensor tensor, long[] sizes, long[] strides, long offset) {
    Tensor view = Tensor.view(tensor.segment(), tensor.dtype(), Shape.of(sizes), strides, offset);
    return of(view);
  }

  int rank() {
    return sizes.length;
  }

  long size(int dimension) {
    return sizes[dimension];
  }

  long[] sizes() {
    return sizes.clone();
  }

  long elements() {
    return Shape.of(sizes).elements();
  }

  private StridedView with(long newOffset, long[] newSizes, long[] newStrides) {
    return new StridedView(memory, width, newOffset, newSizes, newStrides);
  }

  /** Dimension {@code i} of the result is dimension {@code order[i]} of this. */
  StridedView permute(int... order) {
    long[] newSizes = new long[order.length];
    long[] newStrides = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      newSizes[i] = sizes[order[i]];
      newStrides[i] = strides[order[i]];
    }
    return with(offset, newSizes, newStrides);
  }

  StridedView transpose(int a, int b) {
    int[] order = new int[rank()];
    Arrays.setAll(order, i -> i == a ? b : i == b ? a : i);
    return permute(order);
  }

  /** One dimension moved to another place, the others in their order. */
  StridedView move(int from, int to) {
    return select(from, 0).insert(to, sizes[from], strides[from]);
  }

  /** The elements at one index of a dimension, which goes; a size of 0 is allowed for index 0. */
  StridedView select(int dimension, long index) {
    return with(
        offset + index * strides[dimension],
        without(sizes, dimension),
        without(strides, dimension));
  }

  /** {@code count} elements of a dimension from {@code start}, {@code step} apart. */
  StridedView slice(int dimension, long start, long count, long step) {
    long[] newSizes = sizes.clone();
    long[] newStrides = strides.clone();
    newSizes[dimension] = count;
    newStrides[dimension] *= step;
    return with(offset + start * strides[dimension], newSizes, newStrides);
  }

  StridedView slice(int dimension, long start, long count) {
    return slice(dimension, start, count, 1);
  }

  StridedView reverse(int dimension) {
    return slice(dimension, Math.max(sizes[dimension] - 1, 0), sizes[dimension], -1);
  }

  /** A new dimension of any size and stride; stride 0 repeats. */
  StridedView insert(int dimension, long size, long stride) {
    return with(offset, inserted(sizes, dimension, size), inserted(strides, dimension, stride));
  }

  /** Dimensions of size 1 repeat up to the given sizes; new dimensions come first. */
  StridedView expand(long... target) {
    StridedView view = this;
    while (view.rank() < target.length) {
      view = view.insert(0, 1, 0);
    }
    long[] newStrides = view.strides.clone();
    for (int i = 0; i < target.length; i++) {
      if (view.sizes[i] != target[i]) {
        if (view.sizes[i] != 1) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "shape %s does not expand to %s",
                  Arrays.toString(sizes),
                  Arrays.toString(target)));
        }
        newStrides[i] = 0;
      }
    }
    return view.with(offset, target.clone(), newStrides);
  }

  /**
   * Two dimensions replaced by their diagonal, which comes last. A positive offset starts to the
   * right, a negative one below.
   */
  StridedView diagonal(long diagonal, int rows, int columns) {
    long right = Math.max(diagonal, 0);
    long down = Math.max(-diagonal, 0);
    long length = Math.max(Math.min(sizes[rows] - down, sizes[columns] - right), 0);
    long start = length == 0 ? offset : offset + right * strides[columns] + down * strides[rows];
    long step = strides[rows] + strides[columns];
    StridedView rest = select(Math.max(rows, columns), 0).select(Math.min(rows, columns), 0);
    return rest.insert(rest.rank(), length, step).at(start);
  }

  private StridedView at(long newOffset) {
    return with(newOffset, sizes, strides);
  }

  /** The same walk from another element: {@code steps} elements of memory further. */
  StridedView shifted(long steps) {
    return at(offset + steps);
  }

  /** Windows over a dimension: it counts them, and their elements come last. */
  StridedView windows(int dimension, long size, long step) {
    long count = (sizes[dimension] - size) / step + 1;
    long stride = strides[dimension];
    return slice(dimension, 0, count, step).insert(rank(), size, stride);
  }

  /** A dimension split in two; the product of the sizes is that of the dimension. */
  StridedView split(int dimension, long outer, long inner) {
    long stride = strides[dimension];
    return slice(dimension, 0, outer, inner).insert(dimension + 1, inner, stride);
  }

  /** Writes the elements in row-major order into a contiguous tensor of as many elements. */
  Tensor copyInto(Tensor result) {
    copyTo(of(result, sizes));
    return result;
  }

  /** Writes every element to the same place of a view of equal sizes and element width. */
  void copyTo(StridedView target) {
    if (!Arrays.equals(sizes, target.sizes) || width != target.width) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "copy of %d x %s bytes to %d x %s",
              width,
              Arrays.toString(sizes),
              target.width,
              Arrays.toString(target.sizes)));
    }
    if (elements() == 0) {
      return;
    }
    // Neighbouring dimensions that both sides walk as one are merged.
    int rank = 0;
    long[] size = new long[sizes.length + 1];
    long[] from = new long[sizes.length + 1];
    long[] to = new long[sizes.length + 1];
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      boolean merged =
          rank > 0
              && from[rank - 1] == strides[i] * sizes[i]
              && to[rank - 1] == target.strides[i] * sizes[i];
      int at = merged ? rank - 1 : rank++;
      size[at] = merged ? size[at] * sizes[i] : sizes[i];
      from[at] = strides[i];
      to[at] = target.strides[i];
    }
    if (rank == 0) {
      size[rank++] = 1;
    }
    walk(target, Arrays.copyOf(size, rank), from, to);
  }

  private void walk(StridedView target, long[] size, long[] from, long[] to) {
    int inner = size.length - 1;
    long[] index = new long[size.length];
    long source = offset;
    long sink = target.offset;
    while (true) {
      run(target.memory, source, sink, size[inner], from[inner], to[inner]);
      int dimension = inner - 1;
      while (dimension >= 0 && ++index[dimension] == size[dimension]) {
        index[dimension] = 0;
        source -= from[dimension] * (size[dimension] - 1);
        sink -= to[dimension] * (size[dimension] - 1);
        dimension--;
      }
      if (dimension < 0) {
        return;
      }
      source += from[dimension];
      sink += to[dimension];
    }
  }

  private void run(MemorySegment out, long source, long sink, long count, long from, long to) {
    if (from == 1 && to == 1 && count * width >= RUN_BYTES) {
      MemorySegment.copy(memory, source * width, out, sink * width, count * width);
      return;
    }
    switch (width) {
      case 1 -> {
        for (long i = 0; i < count; i++) {
          out.set(
              ValueLayout.JAVA_BYTE,
              sink + i * to,
              memory.get(ValueLayout.JAVA_BYTE, source + i * from));
        }
      }
      case 2 -> {
        for (long i = 0; i < count; i++) {
          out.set(W2, (sink + i * to) * 2, memory.get(W2, (source + i * from) * 2));
        }
      }
      case 4 -> {
        for (long i = 0; i < count; i++) {
          out.set(W4, (sink + i * to) * 4, memory.get(W4, (source + i * from) * 4));
        }
      }
      default -> {
        for (long i = 0; i < count; i++) {
          out.set(W8, (sink + i * to) * 8, memory.get(W8, (source + i * from) * 8));
        }
      }
    }
  }

  /** Copies the element at an index of a view of one dimension to an index of another. */
  void element(long index, StridedView target, long at) {
    run(
        target.memory,
        offset + index * strides[0],
        target.offset + at * target.strides[0],
        1,
        1,
        1);
  }

  private static long[] without(long[] values, int position) {
    long[] result = new long[values.length - 1];
    System.arraycopy(values, 0, result, 0, position);
    System.arraycopy(values, position + 1, result, position, result.length - position);
    return result;
  }

  private static long[] inserted(long[] values, int position, long value) {
    long[] result = new long[values.length + 1];
    System.arraycopy(values, 0, result, 0, position);
    result[position] = value;
    System.arraycopy(values, position, result, position + 1, values.length - position);
    return result;
  }
}
