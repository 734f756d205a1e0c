package dev.octet.agreement.compiled;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.stream.IntStream;

/** How the caller's tensors lie in memory. */
enum Memory {
  ROW_MAJOR,
  /** The second dimension is the innermost. */
  CHANNELS_LAST,
  /** A part of a larger tensor: rows are farther apart than they are long. */
  PART;

  /** A tensor of zeros. */
  Tensor allocate(DType dtype, Shape shape) {
    int rank = shape.rank();
    if (this == ROW_MAJOR || rank < 2 || (this == CHANNELS_LAST && rank < 3)) {
      return Tensor.allocate(dtype, shape);
    }
    int[] order =
        this == PART
            ? IntStream.range(0, rank).toArray()
            : IntStream.concat(
                    IntStream.concat(IntStream.of(0), IntStream.range(2, rank)), IntStream.of(1))
                .toArray();
    long gap = this == PART ? 3 : 0;
    long[] strides = new long[rank];
    long step = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[order[i]] = step;
      step *= shape.size(order[i]) + (i == rank - 1 ? gap : 0);
    }
    Tensor storage = Tensor.allocate(dtype, Shape.of(step + gap));
    return Tensor.view(storage.segment(), dtype, shape, strides, gap);
  }
}
