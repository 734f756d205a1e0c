package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Sums, means or maxima over bags of rows of a table. A bag without rows gives zeros. */
final class EmbeddingBagKernels {
  private static final long MEAN = 1;
  private static final long MAXIMUM = 2;

  private EmbeddingBagKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        EmbeddingBagKernels::bag,
        "aten.embedding_bag.default",
        "aten.embedding_bag.padding_idx",
        "aten._embedding_bag.default");
  }

  private static Object bag(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    Tensor bagOfIndex = in.allocateResult(1);
    Tensor sizes = in.allocateResult(2);
    Tensor origins = in.allocateResult(3);
    Numbers table = Numbers.of(in.tensor("weight"));
    int width = (int) in.tensor("weight").shape().size(1);
    long rows = in.tensor("weight").shape().size(0);
    long[] indices = in.tensor("indices").toLongArray();
    long[] offsets = in.tensor("offsets").toLongArray();
    Numbers factors =
        in.isNone("per_sample_weights")
            ? ones(table, indices.length)
            : Numbers.of(in.tensor("per_sample_weights"));
    long padding = in.has("padding_idx") ? in.optionalInteger("padding_idx").orElse(-1L) : -1;
    long mode = in.integer("mode");
    Numbers sums = table.zeros((int) result.elements());
    int bags = (int) result.shape().size(0);
    for (int bag = 0; bag < bags; bag++) {
      long end = bag + 1 < offsets.length ? offsets[bag + 1] : indices.length;
      int taken = 0;
      for (int i = (int) offsets[bag]; i < end; i++) {
        if (indices[i] < 0 || indices[i] >= rows) {
          throw new InputException(
              String.format(
                  Locale.ROOT,
                  "%s: index %d is outside of the table of %d rows",
                  in.op().name(),
                  indices[i],
                  rows));
        }
        if (i < bagOfIndex.elements()) {
          bagOfIndex.setLong(i, bag);
        }
        if (indices[i] == padding) {
          continue;
        }
        int row = (int) indices[i] * width;
        if (mode == MAXIMUM) {
          takeLarger(sums, bag * width, table, row, width, taken == 0, origins, indices[i]);
        } else {
          sums.addProducts(bag * width, 1, table, row, width, factors, i);
        }
        taken++;
      }
      if (mode != 0) {
        sizes.setLong(bag, taken);
      }
      if (mode == MEAN) {
        origins.setLong(bag, taken);
        divide(sums, bag * width, width, taken);
      }
    }
    sums.storeIn(result);
    return List.of(result, bagOfIndex, sizes, origins);
  }

  private static Numbers ones(Numbers like, int count) {
    Numbers ones = like.zeros(count);
    for (int i = 0; i < count; i++) {
      ones.set(i, 1);
    }
    return ones;
  }

  private static void takeLarger(
      Numbers largest,
      int at,
      Numbers table,
      int row,
      int width,
      boolean first,
      Tensor origins,
      long index) {
    for (int i = 0; i < width; i++) {
      if (first || table.get(row + i) > largest.get(at + i)) {
        largest.copy(at + i, table, row + i, 1, 1);
        origins.setLong(at + i, index);
      }
    }
  }

  private static void divide(Numbers sums, int at, int width, int count) {
    for (int i = 0; i < width && count > 1; i++) {
      sums.set(at + i, sums.get(at + i) / count);
    }
  }
}
