package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Weights that are given as a direction {@code v} and a length {@code g}. */
final class WeightNormTypes {
  private WeightNormTypes() {}

  static void register(TypeRules rules) {
    rules.add(WeightNormTypes::weights, "aten._weight_norm.default");
  }

  private static List<ValueType> weights(TypeArguments in) {
    TensorType v = in.tensor("v");
    TensorType g = in.tensor("g");
    if (!v.dtype().isFloatingPoint() || g.dtype() != v.dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: v is %s and g is %s, expected one floating-point type",
              in.op().name(),
              v,
              g));
    }
    Sizes.requireEqual(in, "'g'", g.sizes(), lengths(in, v));
    return List.of(v.withSizes(v.sizes()));
  }

  /** One length for each index of a dimension, or a single one: PyTorch writes that as −1. */
  private static List<SymInt> lengths(TypeArguments in, TensorType v) {
    if (in.integer("dim") == -1) {
      return List.of();
    }
    int dim = in.dimension("dim", v.rank());
    List<SymInt> sizes = new ArrayList<>(Collections.nCopies(v.rank(), SymInt.ONE));
    sizes.set(dim, v.size(dim));
    return sizes;
  }
}
