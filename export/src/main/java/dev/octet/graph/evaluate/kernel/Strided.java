package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;

/** Reading an array along strides: permutations, diagonals and repetition. */
final class Strided {
  private Strided() {}

  /**
   * The elements {@code x[Σ index·stride]} for all indices in row-major order.
   *
   * @param sizes of the result
   * @param strides one for each size; 0 repeats
   */
  static Numbers gather(Numbers x, int[] sizes, int[] strides) {
    int count = product(sizes);
    if (count == x.size() && isRowMajor(sizes, strides)) {
      return x;
    }
    Numbers result = x.zeros(count);
    if (count == 0) {
      return result;
    }
    int last = sizes.length - 1;
    int run = sizes.length == 0 ? 1 : sizes[last];
    int[] index = new int[sizes.length];
    int from = 0;
    for (int at = 0; at < count; at += run) {
      result.copy(at, x, from, sizes.length == 0 ? 1 : strides[last], run);
      for (int d = last - 1; d >= 0; d--) {
        from += strides[d];
        index[d]++;
        if (index[d] < sizes[d]) {
          break;
        }
        from -= sizes[d] * strides[d];
        index[d] = 0;
      }
    }
    return result;
  }

  /** The array of a tensor of this shape, repeated to sizes that it broadcasts to. */
  static Numbers expand(Numbers x, Shape shape, Shape to) {
    int[] sizes = new int[to.rank()];
    int[] strides = new int[to.rank()];
    long[] own = shape.contiguousStrides();
    for (int d = 1; d <= to.rank(); d++) {
      sizes[to.rank() - d] = (int) to.size(-d);
      boolean present = d <= shape.rank() && shape.size(-d) != 1;
      strides[to.rank() - d] = present ? (int) own[shape.rank() - d] : 0;
    }
    return gather(x, sizes, strides);
  }

  /** True if gathering would copy the array as it is. */
  static boolean isRowMajor(int[] sizes, int[] strides) {
    int step = 1;
    for (int d = sizes.length - 1; d >= 0; d--) {
      if (sizes[d] != 1 && strides[d] != step) {
        return false;
      }
      step *= sizes[d];
    }
    return true;
  }

  static int product(int[] sizes) {
    int product = 1;
    for (int size : sizes) {
      product = Math.multiplyExact(product, size);
    }
    return product;
  }
}
