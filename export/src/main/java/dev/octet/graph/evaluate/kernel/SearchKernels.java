package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Operators that look for elements: positions of what is not zero, selection by a mask, places in a
 * sorted vector.
 */
final class SearchKernels {
  private SearchKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> nonzero(in, in.tensor("self")), "aten.nonzero.default");
    kernels.add(SearchKernels::nonzeroStatic, "aten.nonzero_static.default");
    kernels.add(SearchKernels::where, "aten.where.default");
    kernels.add(SearchKernels::masked, "aten.masked_select.default");
    kernels.add(SearchKernels::bucketized, "aten.bucketize.Tensor", "aten.bucketize.Scalar");
    kernels.add(SearchKernels::oneHot, "aten.one_hot.default");
  }

  private static boolean isSet(Tensor tensor, long index) {
    // NaN is not zero, so it counts.
    return tensor.dtype().isFloatingPoint()
        ? tensor.getDouble(index) != 0
        : tensor.getLong(index) != 0;
  }

  private static long count(Tensor tensor) {
    long count = 0;
    for (long i = 0; i < tensor.elements(); i++) {
      count += isSet(tensor, i) ? 1 : 0;
    }
    return count;
  }

  /** One row of coordinates for each element that is not zero, in row-major order. */
  static Tensor nonzero(KernelArguments in, Tensor tensor) {
    int rank = tensor.shape().rank();
    Tensor result = in.allocate(DType.INT64, Shape.of(count(tensor), rank));
    long[] strides = tensor.shape().contiguousStrides();
    long row = 0;
    for (long i = 0; i < tensor.elements(); i++) {
      if (isSet(tensor, i)) {
        long rest = i;
        for (int d = 0; d < rank; d++) {
          result.setLong(row * rank + d, rest / strides[d]);
          rest %= strides[d];
        }
        row++;
      }
    }
    return result;
  }

  private static Tensor nonzeroStatic(KernelArguments in) {
    Tensor found = nonzero(in, in.tensor("self"));
    Tensor result = in.allocateResult(0);
    for (long i = 0; i < result.elements(); i++) {
      result.setLong(i, i < found.elements() ? found.getLong(i) : in.integer("fill_value"));
    }
    return result;
  }

  private static List<Tensor> where(KernelArguments in) {
    Tensor condition = in.tensor("condition");
    return coordinates(
        in, condition.shape().rank() == 0 ? condition.reshape(Shape.of(1)) : condition);
  }

  /** {@link #nonzero} as one vector of coordinates for each dimension. */
  static List<Tensor> coordinates(KernelArguments in, Tensor tensor) {
    Tensor found = nonzero(in, tensor);
    List<Tensor> columns = new ArrayList<>();
    for (int d = 0; d < tensor.shape().rank(); d++) {
      columns.add(
          StridedView.of(found)
              .select(1, d)
              .copyInto(in.allocate(DType.INT64, Shape.of(found.shape().size(0)))));
    }
    return columns;
  }

  private static Tensor masked(KernelArguments in) {
    long[] sizes = Shape.broadcast(in.tensor("self").shape(), in.tensor("mask").shape()).toArray();
    Tensor self = Operands.expanded(in, in.tensor("self"), sizes);
    Tensor mask = Operands.expanded(in, in.tensor("mask"), sizes);
    Tensor result = in.allocate(self.dtype(), Shape.of(count(mask)));
    StridedView from = StridedView.of(self, self.elements());
    StridedView to = StridedView.of(result);
    long next = 0;
    for (long i = 0; i < mask.elements(); i++) {
      if (isSet(mask, i)) {
        from.select(0, i).copyTo(to.select(0, next++));
      }
    }
    return result;
  }

  /**
   * How many boundaries lie below a value, or, with {@code right}, below it or at it; NaN lies
   * above all.
   */
  private static Tensor bucketized(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Tensor boundaries = in.tensor("boundaries");
    boolean right = in.bool("right");
    Tensor values =
        in.isTensor("self")
            ? in.tensor("self")
            : ElementArrays.scalar(in.number("self"), valueType(in));
    boolean whole = !values.dtype().isFloatingPoint() && !boundaries.dtype().isFloatingPoint();
    for (long i = 0; i < values.elements(); i++) {
      long low = 0;
      long high = boundaries.elements();
      while (low < high) {
        long middle = (low + high) >>> 1;
        int order =
            whole
                ? Long.compare(boundaries.getLong(middle), values.getLong(i))
                : SortKernels.compare(boundaries.getDouble(middle), values.getDouble(i));
        if (order < 0 || (right && order == 0)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      result.setLong(i, low);
    }
    return result;
  }

  private static DType valueType(KernelArguments in) {
    return in.number("self") instanceof Double ? DType.FLOAT64 : DType.INT64;
  }

  private static Tensor oneHot(KernelArguments in) {
    Tensor self = in.tensor("self");
    long largest = -1;
    for (long i = 0; i < self.elements(); i++) {
      largest = Math.max(largest, self.getLong(i));
    }
    long given = in.integer("num_classes");
    long classes = given < 0 ? largest + 1 : given;
    if (largest >= classes || classes == 0) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: class %d, num_classes is %d", in.op().name(), largest, classes));
    }
    long[] sizes = Arrays.copyOf(self.shape().toArray(), self.shape().rank() + 1);
    sizes[sizes.length - 1] = classes;
    Tensor result = in.allocate(DType.INT64, Shape.of(sizes));
    for (long i = 0; i < self.elements(); i++) {
      if (self.getLong(i) < 0) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: negative class %d", in.op().name(), self.getLong(i)));
      }
      result.setLong(i * classes + self.getLong(i), 1);
    }
    return result;
  }
}
