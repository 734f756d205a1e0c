package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Operators that read elements, rows or slices at the positions of one index tensor. */
final class GatherKernels {
  private GatherKernels() {}

  static void register(Kernels kernels) {
    kernels.add(GatherKernels::selected, "aten.index_select.default");
    kernels.add(
        in ->
            gathered(
                in,
                in.tensor("self"),
                in.tensor("index"),
                in.dimension("dim", in.tensor("self").shape())),
        "aten.gather.default");
    kernels.add(in -> taken(in, in.tensor("index")), "aten.take.default");
    kernels.add(GatherKernels::takenAlong, "aten.take_along_dim.default");
    kernels.add(GatherKernels::embedded, "aten.embedding.default");
  }

  /** One slice for each index. */
  private static Tensor selected(KernelArguments in) {
    Tensor self = in.tensor("self");
    Tensor index = in.tensor("index");
    Tensor result = in.allocateResult(0);
    if (self.shape().rank() == 0) {
      return ViewKernels.copied(self, result);
    }
    int dimension = in.dimension("dim", self.shape());
    StridedView from = StridedView.of(self);
    StridedView to = StridedView.of(result);
    for (long i = 0; i < index.elements(); i++) {
      from.select(dimension, Operands.index(in, index.getLong(i), from.size(dimension)))
          .copyTo(to.select(dimension, i));
    }
    return result;
  }

  private static Tensor embedded(KernelArguments in) {
    Tensor weight = in.tensor("weight");
    Tensor indices = in.tensor("indices");
    Tensor result = in.allocateResult(0);
    StridedView from = StridedView.of(weight);
    StridedView to = StridedView.of(result, indices.elements(), weight.shape().size(1));
    for (long i = 0; i < indices.elements(); i++) {
      long row = indices.getLong(i);
      if (row < 0) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: negative index %d", in.op().name(), row));
      }
      from.select(0, Operands.index(in, row, weight.shape().size(0))).copyTo(to.select(0, i));
    }
    return result;
  }

  /**
   * The element of each index along one dimension; along the others the coordinates are those of
   * the index.
   *
   * @param self of the rank of {@code index}
   */
  private static Tensor gathered(KernelArguments in, Tensor self, Tensor index, int dimension) {
    Tensor result = in.allocateResult(0);
    long[] bases = bases(index.shape(), self.shape(), dimension);
    long size = self.shape().rank() == 0 ? 1 : self.shape().size(dimension);
    long stride = self.shape().rank() == 0 ? 1 : self.shape().contiguousStrides()[dimension];
    StridedView from = StridedView.of(self, self.elements());
    StridedView to = StridedView.of(result, result.elements());
    for (int i = 0; i < bases.length; i++) {
      from.element(bases[i] + Operands.index(in, index.getLong(i), size) * stride, to, i);
    }
    return result;
  }

  /**
   * For each element of a shape the position in another shape of equal coordinates, but 0 along one
   * dimension.
   */
  static long[] bases(Shape shape, Shape target, int dimension) {
    long[] strides = target.contiguousStrides();
    long[] bases = new long[Math.toIntExact(shape.elements())];
    int rank = Math.min(shape.rank(), target.rank());
    long[] index = new long[rank];
    long base = 0;
    for (int i = 0; i < bases.length; i++) {
      bases[i] = base;
      for (int d = rank - 1; d >= 0; d--) {
        long stride = d == dimension ? 0 : strides[d];
        base += stride;
        if (++index[d] < shape.size(d)) {
          break;
        }
        base -= stride * shape.size(d);
        index[d] = 0;
      }
    }
    return bases;
  }

  private static Tensor taken(KernelArguments in, Tensor index) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    StridedView from = StridedView.of(self, self.elements());
    StridedView to = StridedView.of(result, result.elements());
    for (long i = 0; i < index.elements(); i++) {
      from.element(Operands.index(in, index.getLong(i), self.elements()), to, i);
    }
    return result;
  }

  private static Tensor takenAlong(KernelArguments in) {
    if (in.isNone("dim")) {
      return taken(in, in.tensor("indices"));
    }
    Tensor self = in.tensor("self");
    int dimension = in.dimension("dim", self.shape());
    long[] sizes = in.resultType(0).shape().toArray();
    Tensor index = Operands.expanded(in, in.tensor("indices"), sizes);
    sizes[dimension] = self.shape().size(dimension);
    return gathered(in, Operands.expanded(in, self, sizes), index, dimension);
  }
}
