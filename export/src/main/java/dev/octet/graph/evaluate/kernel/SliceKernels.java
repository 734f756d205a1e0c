package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** Operators that take part of a tensor out, cut it to pieces, or put a part back in. */
public final class SliceKernels {
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
    kernels.add(SliceKernels::unbound, "aten.unbind.int");
    kernels.add(
        SliceKernels::pieces,
        "aten.split.Tensor",
        "aten.unsafe_split.Tensor",
        "aten.split.sizes",
        "aten.split_with_sizes.default",
        "aten.unsafe_split_with_sizes.default",
        "aten.chunk.default",
        "aten.unsafe_chunk.default",
        "aten.tensor_split.sections",
        "aten.vsplit.int",
        "aten.hsplit.int",
        "aten.dsplit.int");
    kernels.add(
        in -> between(in, in.longs("indices")),
        "aten.tensor_split.indices",
        "aten.vsplit.array",
        "aten.hsplit.array",
        "aten.dsplit.array");
    kernels.add(
        in -> between(in, in.tensor("tensor_indices_or_sections").toLongArray()),
        "aten.tensor_split.tensor_indices_or_sections");
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
          StridedView.of(Operands.as(result.dtype(), in.tensor("src")))
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

  private static long bound(long value, long size) {
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

  private static List<Tensor> unbound(KernelArguments in) {
    Tensor self = in.tensor("self");
    int dimension = in.dimension("dim", self.shape());
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < in.resultCount(); i++) {
      results.add(StridedView.of(self).select(dimension, i).copyInto(in.allocateResult(i)));
    }
    return results;
  }

  /** The dimension that a split cuts. */
  private static int axis(KernelArguments in) {
    Tensor self = in.tensor("self");
    if (in.has("dim")) {
      return in.dimension("dim", self.shape());
    }
    return switch (in.op().name().base()) {
      case "vsplit" -> 0;
      case "hsplit" -> self.shape().rank() == 1 ? 0 : 1;
      default -> 2;
    };
  }

  /** Pieces one after the other, as long as their inferred types say. */
  private static List<Tensor> pieces(KernelArguments in) {
    Tensor self = in.tensor("self");
    int dimension = axis(in);
    List<Tensor> results = new ArrayList<>();
    long start = 0;
    for (int i = 0; i < in.resultCount(); i++) {
      Tensor piece = in.allocateResult(i);
      long length = piece.shape().size(dimension);
      results.add(StridedView.of(self).slice(dimension, start, length).copyInto(piece));
      start += length;
    }
    return results;
  }

  /**
   * Pieces between positions that follow the rules of slices, so that they may overlap or be empty.
   */
  private static List<Tensor> between(KernelArguments in, long[] positions) {
    Tensor self = in.tensor("self");
    int dimension = axis(in);
    long size = self.shape().size(dimension);
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i <= positions.length; i++) {
      long start = i == 0 ? 0 : bound(positions[i - 1], size);
      long end = i == positions.length ? size : bound(positions[i], size);
      StridedView piece = StridedView.of(self).slice(dimension, start, Math.max(end - start, 0));
      results.add(piece.copyInto(in.allocate(self.dtype(), Shape.of(piece.sizes()))));
    }
    return results;
  }
}
