package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor laid out for work along some of its dimensions: {@code rows} lanes of {@code length}
 * elements each. Row r belongs to the r-th element, in row-major order, over the other dimensions.
 */
record Lanes(Tensor data, long rows, int length) {

  /** Along the dimensions that {@code parameter} names; none or an empty list names all. */
  static Lanes over(KernelArguments in, Tensor tensor, String parameter) {
    Shape shape = tensor.shape();
    long[] named = in.has(parameter) ? in.longs(parameter) : new long[0];
    boolean[] along = new boolean[shape.rank()];
    Arrays.fill(along, named.length == 0);
    for (long dimension : named) {
      if (shape.rank() > 0) {
        along[shape.normalize(dimension)] = true;
      }
    }
    return over(in, tensor, along);
  }

  static Lanes over(KernelArguments in, Tensor tensor, boolean[] along) {
    List<Integer> order = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    long length = 1;
    long rows = 1;
    for (int i = 0; i < along.length; i++) {
      (along[i] ? last : order).add(i);
      length *= along[i] ? tensor.shape().size(i) : 1;
      rows *= along[i] ? 1 : tensor.shape().size(i);
    }
    order.addAll(last);
    StridedView view =
        StridedView.of(tensor).permute(order.stream().mapToInt(Integer::intValue).toArray());
    boolean inOrder = order.stream().sorted().toList().equals(order);
    Tensor data =
        inOrder ? tensor : view.copyInto(in.allocate(tensor.dtype(), Shape.of(view.sizes())));
    return new Lanes(data, rows, Math.toIntExact(length));
  }

  /** A row as doubles, in a buffer of {@link #length}. */
  void read(long row, double[] into) {
    ElementRuns.read(data, row * length, into, length);
  }

  /** A row as integers. */
  void read(long row, long[] into) {
    long start = row * length;
    for (int i = 0; i < length; i++) {
      into[i] = data.getLong(start + i);
    }
  }

  double real(long row, int position) {
    return data.getDouble(row * length + position);
  }

  long whole(long row, int position) {
    return data.getLong(row * length + position);
  }

  /** All elements, one after the other. */
  StridedView elements() {
    return StridedView.of(data, rows * length);
  }
}
