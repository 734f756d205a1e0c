package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Sums, means or maxima over bags of rows of a table. */
final class EmbeddingBagTypes {
  private EmbeddingBagTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        EmbeddingBagTypes::bag,
        "aten.embedding_bag.default",
        "aten.embedding_bag.padding_idx",
        "aten._embedding_bag.default");
  }

  /**
   * The bags; then what PyTorch keeps for the gradient: the bag of each index, the sizes of bags,
   * and where maxima come from.
   */
  private static List<ValueType> bag(TypeArguments in) {
    TensorType weight = in.tensor("weight");
    TensorType indices = in.tensor("indices");
    TensorType offsets = in.tensor("offsets");
    if (weight.rank() != 2 || indices.rank() != 1 || offsets.rank() != 1) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: weight, indices and offsets are %s, %s, %s; expected a matrix and two vectors",
              in.op().name(),
              weight,
              indices,
              offsets));
    }
    long mode = in.integer("mode");
    if (mode < 0 || mode > 2 || (mode != 0 && !in.isNone("per_sample_weights"))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: mode is %d; expected 0 (sum), 1 (mean) or 2 (max), and weights for each sample only with 0",
              in.op().name(),
              mode));
    }
    SymInt bags = in.bool("include_last_offset") ? offsets.size(0).subtract(1) : offsets.size(0);
    boolean padded =
        in.has("padding_idx") && !in.isNone("padding_idx") && in.integer("padding_idx") >= 0;
    // A plain sum is computed without noting which bag an index belongs to.
    boolean plain = mode == 0 && !padded && weight.dtype() != DType.FLOAT64;
    DType integer = Promotion.common(indices.dtype(), offsets.dtype());
    TensorType bagOfIndex = new TensorType(integer, List.of(plain ? SymInt.ZERO : indices.size(0)));
    // Where nobody wants gradients a sum leaves the sizes unused, one for each offset.
    boolean unused = mode == 0 && in.op().name().base().equals("embedding_bag");
    TensorType sizes = new TensorType(integer, List.of(unused ? offsets.size(0) : bags));
    TensorType maxima = mode == 2 ? new TensorType(integer, List.of(bags, weight.size(1))) : sizes;
    return List.of(weight.withSizes(List.of(bags, weight.size(1))), bagOfIndex, sizes, maxima);
  }
}
