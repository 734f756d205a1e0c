package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Locale;

/** Products of groups of rows with a matrix for each group, such as the experts of a network. */
final class GroupedProductKernels {
  private GroupedProductKernels() {}

  static void register(Kernels kernels) {
    kernels.add(in -> grouped(in, "self", "mat2"), "aten._grouped_mm.default");
    kernels.add(in -> grouped(in, "input", "weight"), "transformers.grouped_mm_fallback.default");
  }

  private static Tensor grouped(KernelArguments in, String rows, String matrices) {
    Tensor first = in.tensor(rows);
    Shape sizes = in.tensor(matrices).shape();
    int inner = Math.toIntExact(sizes.size(1));
    int columns = Math.toIntExact(sizes.size(2));
    Tensor result = in.allocateResult(0);
    Numbers factors = Numbers.of(first);
    Numbers experts = Numbers.of(in.tensor(matrices));
    Numbers product = Numbers.zeros(first.dtype(), result.elements());
    long[] ends = ends(in, first.shape(), sizes.size(0));
    int start = 0;
    for (int group = 0; group < ends.length; group++) {
      int end = Math.toIntExact(ends[group]);
      MatrixProduct.add(
          product,
          start * columns,
          end - start,
          columns,
          factors,
          start * inner,
          experts,
          MatrixProduct.consecutive(group * inner * columns, inner, columns));
      start = end;
    }
    return product.storeIn(result);
  }

  /** Behind which row each group ends; rows behind the last end stay zero. */
  private static long[] ends(KernelArguments in, Shape rows, long groups) {
    if (in.isNone("offs")) {
      long[] ends = new long[Math.toIntExact(groups)];
      for (int group = 0; group < ends.length; group++) {
        ends[group] = (group + 1) * rows.size(1);
      }
      return ends;
    }
    long[] ends = in.tensor("offs").toLongArray();
    long before = 0;
    for (long end : ends) {
      if (end < before || end > rows.size(0)) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: 'offs' has %d behind %d, expected rising numbers up to the number of rows, %d",
                in.op().name(),
                end,
                before,
                rows.size(0)));
      }
      before = end;
    }
    return ends;
  }
}
