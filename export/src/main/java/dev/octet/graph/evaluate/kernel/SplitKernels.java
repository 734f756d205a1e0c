package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Operators that cut a tensor along one dimension; each piece is one result. */
final class SplitKernels {
  private SplitKernels() {}

  static void register(Kernels kernels) {
    kernels.add(SplitKernels::unbound, "aten.unbind.int");
    kernels.add(
        SplitKernels::pieces,
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
      long start = i == 0 ? 0 : SliceKernels.bound(positions[i - 1], size);
      long end = i == positions.length ? size : SliceKernels.bound(positions[i], size);
      StridedView piece = StridedView.of(self).slice(dimension, start, Math.max(end - start, 0));
      results.add(piece.copyInto(in.allocate(self.dtype(), Shape.of(piece.sizes()))));
    }
    return results;
  }
}
