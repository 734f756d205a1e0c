package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.op.Argument;
import dev.octet.op.Op;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Parts of a buffer, each a view of its memory. */
final class Slices {
  private Slices() {}

  /** One index of a dimension, which vanishes. */
  static Buffer select(Buffer source, Op op) {
    int dimension = source.shape().normalize(integer(op, "dim", 0));
    long index = integer(op, "index", 0);
    long size = source.shape().size(dimension);
    return without(source, dimension, index < 0 ? index + size : index);
  }

  /** Every index of a dimension, one view each. */
  static List<Buffer> unbind(Buffer source, Op op, List<Shape> shapes) {
    int dimension = source.shape().normalize(integer(op, "dim", 0));
    List<Buffer> views = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      views.add(without(source, dimension, i));
    }
    return views;
  }

  /** A range of a dimension, possibly by steps; the shape tells how long it is. */
  static Buffer slice(Buffer source, Op op, Shape shape) {
    int dimension = source.shape().normalize(integer(op, "dim", 0));
    long size = source.shape().size(dimension);
    long start = integer(op, "start", 0);
    start = Math.clamp(start < 0 ? start + size : start, 0, size);
    long[] strides = source.strides().toArray();
    long offset = start * strides[dimension];
    strides[dimension] *= integer(op, "step", 1);
    return view(source, shape, strides, offset);
  }

  /** Consecutive ranges of a dimension. */
  static List<Buffer> split(Buffer source, long dim, List<Shape> shapes) {
    int dimension = source.shape().normalize(dim);
    List<Buffer> views = new ArrayList<>();
    long start = 0;
    for (Shape shape : shapes) {
      long offset = start * source.strides().get(dimension);
      views.add(view(source, shape, source.strides().toArray(), offset));
      start += shape.size(dimension);
    }
    return views;
  }

  private static Buffer without(Buffer source, int dimension, long index) {
    List<Long> sizes = new ArrayList<>();
    List<Long> strides = new ArrayList<>();
    for (int i = 0; i < source.shape().rank(); i++) {
      if (i != dimension) {
        sizes.add(source.shape().size(i));
        strides.add(source.strides().get(i));
      }
    }
    return view(
        source,
        Shape.of(sizes),
        strides.stream().mapToLong(Long::longValue).toArray(),
        index * source.strides().get(dimension));
  }

  private static Buffer view(Buffer source, Shape shape, long[] strides, long elements) {
    return source.view(
        source.dtype(),
        shape,
        ImmutableLongArray.copyOf(strides),
        shape.elements() == 0 ? 0 : elements * source.dtype().bytes());
  }

  private static long integer(Op op, String parameter, long absent) {
    return op.argument(parameter) instanceof Argument.Int(long value) ? value : absent;
  }
}
