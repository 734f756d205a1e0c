package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Products of groups of rows with a matrix for each group, such as the experts of a network. */
final class GroupedProductTypes {
  private GroupedProductTypes() {}

  static void register(TypeRules rules) {
    rules.add(GroupedProductTypes::grouped, "aten._grouped_mm.default");
    rules.add(
        in -> List.of(rows(in, in.tensor("input"), in.tensor("weight"))),
        "transformers.grouped_mm_fallback.default");
  }

  private static List<ValueType> grouped(TypeArguments in) {
    TensorType self = in.tensor("self");
    TensorType matrices = in.tensor("mat2");
    if (!in.isNone("bias")) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: 'bias' is given, which PyTorch does not compute either; add it to the result",
              in.op().name()));
    }
    boolean batch = self.rank() == 3 && in.isNone("offs");
    TensorType result = batch ? batch(in, self, matrices) : rows(in, self, matrices);
    return List.of(result.withDType(in.dtype("out_dtype").orElse(result.dtype())));
  }

  /** A batch of products: all groups have as many rows. */
  private static TensorType batch(TypeArguments in, TensorType self, TensorType matrices) {
    requireRank(in, "mat2", matrices, 3);
    requireSameType(in, self, matrices);
    Sizes.requireEqual(
        in,
        "the matrices of 'mat2'",
        List.of(matrices.size(0), matrices.size(1)),
        List.of(self.size(0), self.size(2)));
    return self.withSizes(List.of(self.size(0), self.size(1), matrices.size(2)));
  }

  /** Rows of one matrix, which {@code offs} divides into groups. */
  private static TensorType rows(TypeArguments in, TensorType rows, TensorType matrices) {
    requireRank(in, "the first factor", rows, 2);
    requireRank(in, "the second factor", matrices, 3);
    requireSameType(in, rows, matrices);
    TensorType ends = in.tensor("offs");
    requireRank(in, "offs", ends, 1);
    if (ends.dtype() != DType.INT32 && ends.dtype() != DType.INT64) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: 'offs' is %s, expected s32 or s64", in.op().name(), ends));
    }
    List<SymInt> found = List.of(matrices.size(0), matrices.size(1));
    Sizes.requireEqual(
        in, "each group's matrix and row", found, List.of(ends.size(0), rows.size(1)));
    return rows.withSizes(List.of(rows.size(0), matrices.size(2)));
  }

  private static void requireRank(TypeArguments in, String what, TensorType type, int rank) {
    if (type.rank() != rank) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s is %s, expected %d dimensions: rows in groups and a matrix for each group,"
                  + " or two batches of matrices without 'offs'",
              in.op().name(),
              what,
              type,
              rank));
    }
  }

  private static void requireSameType(TypeArguments in, TensorType first, TensorType second) {
    if (first.dtype() != second.dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the factors are %s and %s, expected one element type",
              in.op().name(),
              first,
              second));
    }
  }
}
