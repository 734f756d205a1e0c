package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.Tensor;

/**
 * Tensors made from numbers. Memory that PyTorch leaves uninitialised is zero here, so that a run
 * can be repeated.
 */
final class CreationKernels {
  private CreationKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> in.allocateResult(0),
        "aten.zeros.default",
        "aten.zeros_like.default",
        "aten.new_zeros.default",
        "aten.empty.memory_format",
        "aten.empty_strided.default",
        "aten.empty_permuted.default",
        "aten.empty_like.default",
        "aten.new_empty.default",
        "aten.new_empty_strided.default");
    kernels.addWithTwins(in -> in.allocateResult(0), "aten.zero.default");
    kernels.add(
        in -> filled(in, 1L),
        "aten.ones.default",
        "aten.ones_like.default",
        "aten.new_ones.default");
    kernels.add(
        in -> filled(in, in.number("fill_value")),
        "aten.full.default",
        "aten.full_like.default",
        "aten.new_full.default");
    kernels.add(in -> filled(in, in.number("s")), "aten.scalar_tensor.default");
    kernels.addWithTwins(
        in -> filled(in, in.number("value")), "aten.fill.Scalar", "aten.fill.Tensor");
    kernels.add(CreationKernels::eye, "aten.eye.default", "aten.eye.m");
    kernels.add(in -> triangle(in, true), "aten.tril_indices.default");
    kernels.add(in -> triangle(in, false), "aten.triu_indices.default");
  }

  private static Tensor filled(KernelArguments in, Object number) {
    Tensor result = in.allocateResult(0);
    for (long i = 0; i < result.elements(); i++) {
      if (number instanceof Double value) {
        result.setDouble(i, value);
      } else {
        result.setLong(i, number instanceof Long value ? value : number.equals(true) ? 1 : 0);
      }
    }
    return result;
  }

  private static Tensor eye(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    long columns = result.shape().size(1);
    for (long i = 0; i < Math.min(result.shape().size(0), columns); i++) {
      result.setLong(i * columns + i, 1);
    }
    return result;
  }

  /** Row numbers and column numbers of the elements on one side of a diagonal, row by row. */
  private static Tensor triangle(KernelArguments in, boolean lower) {
    Tensor result = in.allocateResult(0);
    long rows = in.integer("row");
    long columns = in.integer("col");
    long offset = in.integer("offset");
    long count = result.shape().size(1);
    long position = 0;
    for (long i = 0; i < rows; i++) {
      for (long j = 0; j < columns; j++) {
        if (lower ? j - i <= offset : j - i >= offset) {
          result.setLong(position, i);
          result.setLong(count + position, j);
          position++;
        }
      }
    }
    return result;
  }
}
