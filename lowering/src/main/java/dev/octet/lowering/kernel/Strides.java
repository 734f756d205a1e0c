package dev.octet.lowering.kernel;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.tensor.Shape;

/** Steps in elements, one for each dimension, of the layouts that plans use. */
public final class Strides {
  private Strides() {}

  /** The last dimension is the innermost. */
  public static ImmutableLongArray rowMajor(Shape shape) {
    return ImmutableLongArray.copyOf(shape.contiguousStrides());
  }

  /** The second dimension, that of the channels, is the innermost; the others keep their order. */
  public static ImmutableLongArray channelsLast(Shape shape) {
    if (shape.rank() < 3) {
      return rowMajor(shape);
    }
    long[] strides = new long[shape.rank()];
    strides[1] = 1;
    long step = Math.max(shape.size(1), 1);
    for (int i = shape.rank() - 1; i >= 2; i--) {
      strides[i] = step;
      step *= Math.max(shape.size(i), 1);
    }
    strides[0] = step;
    return ImmutableLongArray.copyOf(strides);
  }

  /** True if every element lies in the same place; strides of dimensions of size 1 do not count. */
  public static boolean same(Shape shape, ImmutableLongArray left, ImmutableLongArray right) {
    if (shape.elements() == 0) {
      return true;
    }
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.size(i) != 1 && left.get(i) != right.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** True if the elements fill their memory without gaps and none lies twice. */
  public static boolean isDense(Shape shape, ImmutableLongArray strides) {
    long last = 0;
    for (int i = 0; i < shape.rank(); i++) {
      last += (shape.size(i) - 1) * strides.get(i);
    }
    if (shape.elements() == 0 || last + 1 != shape.elements()) {
      return shape.elements() == 0;
    }
    // As many places as elements: dense if each step is the product of the sizes inside it.
    long inside = 1;
    boolean[] seen = new boolean[shape.rank()];
    for (int n = 0; n < shape.rank(); n++) {
      int next = -1;
      for (int i = 0; i < shape.rank(); i++) {
        if (!seen[i] && (next < 0 || strides.get(i) < strides.get(next))) {
          next = i;
        }
      }
      seen[next] = true;
      if (shape.size(next) != 1) {
        if (strides.get(next) != inside) {
          return false;
        }
        inside *= shape.size(next);
      }
    }
    return true;
  }
}
