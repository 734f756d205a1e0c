package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Similarities and distances between vectors, and between predictions and what they should be. */
final class DistanceTypes {
  private DistanceTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> between(in, in.longs("dim").getFirst(), false), "aten.cosine_similarity.default");
    rules.add(in -> between(in, -1, in.bool("keepdim")), "aten.pairwise_distance.default");
    rules.add(DistanceTypes::allPairs, "aten._cdist_forward.default");
    rules.add(DistanceTypes::ownPairs, "aten._pdist_forward.default");
    rules.add(DistanceTypes::loss, "aten.mse_loss.default");
  }

  private static List<ValueType> between(TypeArguments in, long index, boolean keep) {
    List<SymInt> sizes = Broadcasting.sizes(in, "x1", "x2");
    TreeSet<Integer> dimension = new TreeSet<>(List.of(in.dimension("dim", index, sizes.size())));
    return List.of(
        new TensorType(Promotion.floating(in, "x1", "x2"), Sizes.reduced(sizes, dimension, keep)));
  }

  private static List<ValueType> allPairs(TypeArguments in) {
    TensorType x1 = in.tensor("x1");
    TensorType x2 = in.tensor("x2");
    Sizes.requireRank(in, "x1", x1, 2);
    Sizes.requireRank(in, "x2", x2, 2);
    Sizes.requireEqual(in, "x2", List.of(x2.size(-1)), List.of(x1.size(-1)));
    List<SymInt> sizes =
        new ArrayList<>(
            Broadcasting.sizes(
                x1.sizes().subList(0, x1.rank() - 2), x2.sizes().subList(0, x2.rank() - 2)));
    sizes.add(x1.size(-2));
    sizes.add(x2.size(-2));
    return List.of(new TensorType(Promotion.common(in, "x1", "x2"), sizes));
  }

  private static List<ValueType> ownPairs(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (self.rank() != 2) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: self is %s, expected a matrix", in.op().name(), self));
    }
    SymInt count = self.size(0);
    return List.of(self.withSizes(List.of(count.multiply(count.subtract(1)).floorDivide(2))));
  }

  /** One for each element, or, as {@code reduction} 1 and 2 ask for, one for all. */
  private static List<ValueType> loss(TypeArguments in) {
    List<SymInt> sizes = Broadcasting.sizes(in, "self", "target");
    DType dtype = Promotion.common(in, "self", "target");
    if (!dtype.isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the operands are %s and %s, expected floating-point numbers",
              in.op().name(),
              in.tensor("self"),
              in.tensor("target")));
    }
    return List.of(new TensorType(dtype, in.integer("reduction") == 0 ? sizes : List.of()));
  }
}
