package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators that put tensors together, and those that bring a list of tensors to one shape. */
final class JoinKernels {
  private JoinKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        JoinKernels::concatenated,
        "aten.cat.default",
        "aten.concat.default",
        "aten.concatenate.default");
    kernels.add(JoinKernels::stacked, "aten.stack.default");
    kernels.add(in -> joined(in, in.resultType(0).rank() == 1 ? 0 : 1), "aten.hstack.default");
    kernels.add(in -> joined(in, 0), "aten.vstack.default", "aten.row_stack.default");
    kernels.add(in -> joined(in, 2), "aten.dstack.default");
    kernels.add(in -> joined(in, 1), "aten.column_stack.default");
    kernels.add(in -> grid(in, false), "aten.meshgrid.default");
    kernels.add(in -> grid(in, in.string("indexing").equals("xy")), "aten.meshgrid.indexing");
    kernels.add(JoinKernels::broadcast, "aten.broadcast_tensors.default");
  }

  private static Tensor concatenated(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    int dimension = in.dimension("dim", result.shape());
    List<StridedView> parts = new ArrayList<>();
    for (Tensor tensor : in.tensors("tensors")) {
      // An empty vector joins anything; with nothing else the result is such a vector itself.
      if (tensor.elements() > 0) {
        parts.add(StridedView.of(Operands.as(in, result.dtype(), tensor)));
      }
    }
    return place(parts, result, dimension);
  }

  static Tensor place(List<StridedView> parts, Tensor result, int dimension) {
    StridedView target = StridedView.of(result);
    long start = 0;
    for (StridedView part : parts) {
      long length = part.size(dimension);
      part.copyTo(target.slice(dimension, start, length));
      start += length;
    }
    return result;
  }

  private static Tensor stacked(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    StridedView target = StridedView.of(result);
    int dimension = in.dimension("dim", result.shape());
    int index = 0;
    for (Tensor tensor : in.tensors("tensors")) {
      StridedView.of(Operands.as(in, result.dtype(), tensor))
          .copyTo(target.select(dimension, index++));
    }
    return result;
  }

  /**
   * The stacks whose operands are first raised to the rank of the result; all that is missing are
   * sizes of 1.
   */
  private static Tensor joined(KernelArguments in, int dimension) {
    Tensor result = in.allocateResult(0);
    List<StridedView> parts = new ArrayList<>();
    for (Tensor tensor : in.tensors("tensors")) {
      long[] sizes = result.shape().toArray();
      sizes[dimension] = 1;
      long rest = Shape.of(sizes).elements();
      sizes[dimension] =
          rest == 0
              ? (tensor.shape().rank() > dimension ? tensor.shape().size(dimension) : 1)
              : tensor.elements() / rest;
      parts.add(StridedView.of(Operands.as(in, result.dtype(), tensor), sizes));
    }
    return place(parts, result, dimension);
  }

  private static List<Tensor> grid(KernelArguments in, boolean columnsFirst) {
    List<Tensor> results = new ArrayList<>();
    List<Tensor> tensors = in.tensors("tensors");
    for (int i = 0; i < tensors.size(); i++) {
      Tensor result = in.allocateResult(i);
      int dimension = columnsFirst && tensors.size() > 1 && i < 2 ? 1 - i : i;
      long[] sizes = new long[tensors.size()];
      Arrays.fill(sizes, 1);
      sizes[dimension] = tensors.get(i).elements();
      results.add(
          StridedView.of(tensors.get(i), sizes).expand(result.shape().toArray()).copyInto(result));
    }
    return results;
  }

  private static List<Tensor> broadcast(KernelArguments in) {
    List<Tensor> results = new ArrayList<>();
    for (Tensor tensor : in.tensors("tensors")) {
      Tensor result = in.allocateResult(results.size());
      results.add(StridedView.of(tensor).expand(result.shape().toArray()).copyInto(result));
    }
    return results;
  }
}
