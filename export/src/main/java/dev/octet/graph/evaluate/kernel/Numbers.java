package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Numbers in heap memory, in the arithmetic that an element type is computed in: float for float32,
 * float16 and bfloat16, double for float64, 64-bit integers with wrap-around for integers and
 * booleans. Results are rounded once, by {@link #storeIn}.
 */
sealed interface Numbers permits FloatNumbers, DoubleNumbers, LongNumbers {
  /** The elements of a tensor in row-major order. */
  static Numbers of(Tensor tensor) {
    return switch (tensor.dtype()) {
      case FLOAT32, FLOAT16, BFLOAT16 -> new FloatNumbers(tensor.toFloatArray());
      case FLOAT64 -> new DoubleNumbers(tensor.toDoubleArray());
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> new LongNumbers(tensor.toLongArray());
    };
  }

  /** Zeros in the arithmetic of a type. */
  static Numbers zeros(DType dtype, long count) {
    int size = Math.toIntExact(count);
    return switch (dtype) {
      case FLOAT32, FLOAT16, BFLOAT16 -> new FloatNumbers(new float[size]);
      case FLOAT64 -> new DoubleNumbers(new double[size]);
      case INT8, UINT8, INT16, INT32, INT64, BOOL -> new LongNumbers(new long[size]);
    };
  }

  int size();

  /** Zeros in the same arithmetic. */
  Numbers zeros(int count);

  Numbers copy();

  double get(int index);

  /** Stores a value, rounded to this arithmetic; integers truncate. */
  void set(int index, double value);

  void clear();

  /** {@code this[at + i·step] += weights[weight] · x[from + i]} for {@code 0 ≤ i < count}. */
  void addProducts(int at, int step, Numbers x, int from, int count, Numbers weights, int weight);

  /**
   * {@code this[i] += Σ_k weights[firstWeight + k] · rows[k][i]} for {@code 0 ≤ i < count}, {@code
   * 0 ≤ k < rowCount}.
   */
  void addWeighted(Numbers[] rows, int rowCount, int count, Numbers weights, int firstWeight);

  /**
   * {@code this[at + i] += x[from + i·stride]} for {@code 0 ≤ i < count}; a stride of 0 adds one
   * number to all.
   */
  void add(int at, Numbers x, int from, int stride, int count);

  /**
   * {@code this[at + i] = x[from + i·stride]} for {@code 0 ≤ i < count}; a stride of 0 repeats one
   * number.
   */
  void copy(int at, Numbers x, int from, int stride, int count);

  /** Multiplies every number by a {@code Long}, {@code Double} or {@code Boolean}. */
  void scale(Object factor);

  /** True if the number at {@code a} is larger than the one at {@code b}, or is not a number. */
  boolean exceeds(int a, int b);

  /** Fills a contiguous tensor, rounding each number once. */
  Tensor storeIn(Tensor result);

  /**
   * The elements {@code this[Σ index·stride]} for all indices in row-major order.
   *
   * @param sizes of the result
   * @param strides one for each size; 0 repeats
   */
  default Numbers gather(int[] sizes, int[] strides) {
    int count = product(sizes);
    if (count == size() && isRowMajor(sizes, strides)) {
      return this;
    }
    Numbers result = zeros(count);
    if (count == 0) {
      return result;
    }
    int last = sizes.length - 1;
    int run = sizes.length == 0 ? 1 : sizes[last];
    int[] index = new int[sizes.length];
    int from = 0;
    for (int at = 0; at < count; at += run) {
      result.copy(at, this, from, sizes.length == 0 ? 1 : strides[last], run);
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

  /** The elements of a tensor of this shape, repeated to sizes that it broadcasts to. */
  default Numbers expand(Shape shape, Shape to) {
    int[] sizes = new int[to.rank()];
    int[] strides = new int[to.rank()];
    long[] own = shape.contiguousStrides();
    for (int d = 1; d <= to.rank(); d++) {
      sizes[to.rank() - d] = (int) to.size(-d);
      boolean present = d <= shape.rank() && shape.size(-d) != 1;
      strides[to.rank() - d] = present ? (int) own[shape.rank() - d] : 0;
    }
    return gather(sizes, strides);
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
