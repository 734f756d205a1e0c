package dev.octet.symbol;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Whether a tensor covers a block of memory with neither gaps nor overlaps. */
final class Density {
  private Density() {}

  /** 1 or 0 for the sizes of a tensor followed by as many strides, in elements. */
  static long indicator(long[] sizesAndStrides) {
    int rank = sizesAndStrides.length / 2;
    int[] byStride =
        IntStream.range(0, rank)
            .boxed()
            .sorted(Comparator.comparingLong(i -> sizesAndStrides[rank + i]))
            .mapToInt(Integer::intValue)
            .filter(i -> sizesAndStrides[i] != 1)
            .toArray();
    if (rank == 1 && sizesAndStrides[0] < 2) {
      return 1;
    }
    long expected = 1;
    for (int dimension : byStride) {
      if (sizesAndStrides[rank + dimension] != expected) {
        return 0;
      }
      expected = Exact.multiply(expected, sizesAndStrides[dimension]);
    }
    return 1;
  }
}
