package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.Locale;
import java.util.function.BiFunction;

/** Operators that take part of a tensor out, or put a part back in. */
final class SliceKernels {
  private SliceKernels() {}

  static void register(Kernels kernels) {
    part(kernels, SliceKernels::selected, "aten.select.int", "aten.select_scatter.default");
    part(kernels, SliceKernels::sliced, "aten.slice.Tensor", "aten.slice_scatter.default");
    part(kernels, SliceKernels::diagonal, "aten.diagonal.default", "aten.diagonal_scatter.default");
    kernels.add(
        SliceKernels::narrowed,
        "aten.narrow.default",
        "aten.narrow_copy.default",
        "aten.narrow.Tensor");
    kernels.add(
        PermutationKernels.walking(in -> {
          Tensor self = in.tensor("self");
          return StridedView.of(self)
              .windows(
                  in.dimension("dimension", self.shape()), in.integer("size"), in.integer("step"));
        }),
        "aten.unfold.default");
    kernels.add(in -> triangle(in, true), "aten.tril.default", "aten.tril_.default");
    kernels.add(in -> triangle(in, false), "aten.triu.default", "aten.triu_.default");
    kernels.add(SliceKernels::diag, "aten.diag.default");
    kernels.add(SliceKernels::embedded, "aten.diag_embed.default");
  }

  /**
   * An operator that reads a part, and its twin that writes {@code src} into that part of a copy.
   */
  private static void part(
      Kernels kernels,
      BiFunction<KernelArguments, Tensor, StridedView> view,
      String read,
      String write) {
    kernels.add(in -> view.apply(in, in.tensor("self")).copyInto(in.allocateResult(0)), read);
    kernels.add(
        in -> {
          Tensor result = ViewKernels.copied(in.tensor("self"), in.allocateResult(0));
          StridedView.of(Operands.as(in, result.dtype(), in.tensor("src")))
              .copyTo(view.apply(in, result));
          return result;
        },
        write);
  }

  private static StridedView selected(KernelArguments in, Tensor tensor) {
    int dimension = in.dimension("dim", tensor.shape());
    long index = in.integer("index");
    return StridedView.of(tensor)
        .select(dimension, index < 0 ? index + tensor.shape().size(dimension) : index);
  }

  private static StridedView sliced(KernelArguments in, Tensor tensor) {
    int dimension = in.dimension("dim", tensor.shape());
    long size = tensor.shape().size(dimension);
    long start = bound(in.optionalInteger("start").orElse(0L), size);
    long end = bound(in.optionalInteger("end").orElse(Long.MAX_VALUE), size);
    long step = in.integer("step");
    long count = end <= start ? 0 : (end - start - 1) / step + 1;
    return StridedView.of(tensor).slice(dimension, count == 0 ? 0 : start, count, step);
  }

  /** The position that a bound of a slice means, held between 0 and the size. */
  static long bound(long value, long size) {
    return Math.clamp(value < 0 ? value + size : value, 0, size);
  }

  private static StridedView diagonal(KernelArguments in, Tensor tensor) {
    return StridedView.of(tensor)
        .diagonal(
            in.integer("offset"),
            in.dimension("dim1", tensor.shape()),
            in.dimension("dim2", tensor.shape()));
  }

  private static Tensor narrowed(KernelArguments in) {
    Tensor self = in.tensor("self");
    int dimension = in.dimension("dim", self.shape());
    long size = self.shape().size(dimension);
    long given = in.integer("start");
    long start = given < 0 ? given + size : given;
    long length = in.integer("length");
    if (start < 0 || length < 0 || length > size - start) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: start %d and length %d lie outside dimension %d of %s",
              in.op().name(),
              given,
              length,
              dimension,
              self));
    }
    return StridedView.of(self).slice(dimension, start, length).copyInto(in.allocateResult(0));
  }

  private static Tensor triangle(KernelArguments in, boolean lower) {
    Tensor self = in.tensor("self");
    long diagonal = in.integer("diagonal");
    Tensor result = in.allocateResult(0);
    long rows = self.shape().size(-2);
    long columns = self.shape().size(-1);
    long matrices = rows * columns == 0 ? 0 : self.elements() / (rows * columns);
    StridedView from = StridedView.of(self, matrices, rows, columns);
    StridedView to = StridedView.of(result, matrices, rows, columns);
    for (long row = 0; row < rows && matrices > 0; row++) {
      // A row of the lower triangle ends where one of the upper begins, but for the diagonal, which
      // both have.
      long edge = Math.clamp(row + diagonal + (lower ? 1 : 0), 0, columns);
      long start = lower ? 0 : edge;
      long count = lower ? edge : columns - edge;
      if (count > 0) {
        from.select(1, row).slice(1, start, count).copyTo(to.select(1, row).slice(1, start, count));
      }
    }
    return result;
  }

  private static Tensor diag(KernelArguments in) {
    StridedView self = StridedView.of(in.tensor("self"));
    Tensor result = in.allocateResult(0);
    long offset = in.integer("diagonal");
    if (self.rank() == 2) {
      return self.diagonal(offset, 0, 1).copyInto(result);
    }
    self.copyTo(StridedView.of(result).diagonal(offset, 0, 1));
    return result;
  }

  private static Tensor embedded(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    int rows = in.dimension("dim1", result.shape());
    int columns = in.dimension("dim2", result.shape());
    // Above the diagonal counts from the first named dimension to the second.
    StridedView.of(in.tensor("self"))
        .copyTo(StridedView.of(result).diagonal(in.integer("offset"), rows, columns));
    return result;
  }
}
