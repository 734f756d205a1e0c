package dev.octet.tensor;

import java.util.Arrays;
import java.util.List;

/** The sizes of a tensor, outermost first; a scalar has rank 0 and one element. Immutable. */
public final class Shape {
  public static final Shape SCALAR = new Shape(new long[0]);

  private final long[] sizes;
  private final long elements;

  private Shape(long[] sizes) {
    this.sizes = sizes;
    long count = 1;
    for (long size : sizes) {
      if (size < 0) {
        throw new InputException("negative size in shape " + Arrays.toString(sizes));
      }
      try {
        count = Math.multiplyExact(count, size);
      } catch (ArithmeticException e) {
        throw new InputException(
            "shape " + Arrays.toString(sizes) + " has more than 2^63 elements", e);
      }
    }
    this.elements = count;
  }

  public static Shape of(long... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  public static Shape of(List<Long> sizes) {
    return of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  public int rank() {
    return sizes.length;
  }

  /** The size of a dimension; negative counts from the end. */
  public long size(int dimension) {
    return sizes[normalize(dimension)];
  }

  /**
   * A dimension index in {@code 0 ≤ d < rank}; negative counts from the end; a scalar accepts 0 and
   * −1.
   */
  public int normalize(long dimension) {
    int bound = Math.max(sizes.length, 1);
    if (dimension < -bound || dimension >= bound) {
      throw new InputException(
          "dimension "
              + dimension
              + " is out of range for shape "
              + this
              + "; expected -"
              + bound
              + " to "
              + (bound - 1));
    }
    return (int) (dimension < 0 ? dimension + bound : dimension);
  }

  /** The product of the sizes. */
  public long elements() {
    return elements;
  }

  public long[] toArray() {
    return sizes.clone();
  }

  public List<Long> toList() {
    return Arrays.stream(sizes).boxed().toList();
  }

  /** Row-major strides in elements. */
  public long[] contiguousStrides() {
    long[] strides = new long[sizes.length];
    long step = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(sizes[i], 1);
    }
    return strides;
  }

  /**
   * The shape both operands take in an element-wise operator: sizes are aligned at the end, 1
   * stretches.
   *
   * @throws InputException if they do not fit
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    long[] result = new long[rank];
    for (int i = 1; i <= rank; i++) {
      long x = i <= a.rank() ? a.sizes[a.rank() - i] : 1;
      long y = i <= b.rank() ? b.sizes[b.rank() - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new InputException(
            "shapes "
                + a
                + " and "
                + b
                + " do not broadcast: "
                + x
                + " against "
                + y
                + " at dimension -"
                + i);
      }
      result[rank - i] = x == 1 ? y : x;
    }
    return of(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
