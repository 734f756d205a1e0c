package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Scaled dot-product attention: query (…, queries, width), key (…, keys, width), value (…, keys,
 * value width). With grouped queries the third dimension from the end counts heads, and several
 * heads of the query share one of key and value.
 */
final class AttentionTypes {
  private AttentionTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> List.of(result(in)), "aten.scaled_dot_product_attention.default");
    rules.add(
        in -> List.of(result(in), probabilities(in)),
        "aten._scaled_dot_product_attention_math.default");
    rules.add(
        in -> List.of(result(in), logarithms(in)),
        "aten._scaled_dot_product_flash_attention_for_cpu.default");
  }

  private static TensorType result(TypeArguments in) {
    TensorType query = in.tensor("query");
    TensorType key = in.tensor("key");
    TensorType value = in.tensor("value");
    Sizes.requireRank(in, "query", query, 2);
    Sizes.requireRank(in, "key", key, 2);
    Sizes.requireRank(in, "value", value, 2);
    if (query.dtype() != key.dtype()
        || query.dtype() != value.dtype()
        || !query.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: query, key and value are %s, %s, %s, expected one floating-point type",
              in.op().name(),
              query,
              key,
              value));
    }
    Sizes.requireEqual(
        in, "the width of the key " + key, List.of(key.size(-1)), List.of(query.size(-1)));
    Sizes.requireEqual(
        in, "the keys of the value " + value, List.of(value.size(-2)), List.of(key.size(-2)));
    if (in.bool("is_causal") && !in.isNone("attn_mask")) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: 'attn_mask' is given and 'is_causal' is true, expected one of them",
              in.op().name()));
    }
    List<SymInt> sizes = new ArrayList<>(batch(in, query, key, value));
    in.optionalTensor("attn_mask").ifPresent(mask -> requireMask(in, mask, sizes, query, key));
    sizes.add(query.size(-2));
    sizes.add(value.size(-1));
    return query.withSizes(sizes);
  }

  private static void requireMask(
      TypeArguments in, TensorType mask, List<SymInt> batch, TensorType query, TensorType key) {
    List<SymInt> scores = new ArrayList<>(batch);
    scores.add(query.size(-2));
    scores.add(key.size(-2));
    Sizes.expanded(in, mask.sizes(), scores);
  }

  private static List<SymInt> batch(
      TypeArguments in, TensorType query, TensorType key, TensorType value) {
    List<SymInt> queries = query.sizes().subList(0, query.rank() - 2);
    List<SymInt> keys = key.sizes().subList(0, key.rank() - 2);
    List<SymInt> values = value.sizes().subList(0, value.rank() - 2);
    if (in.has("enable_gqa") && in.bool("enable_gqa")) {
      requireHeads(in, query, key);
      requireHeads(in, query, value);
      return queries;
    }
    return Broadcasting.sizes(Broadcasting.sizes(queries, keys), values);
  }

  private static void requireHeads(TypeArguments in, TensorType query, TensorType other) {
    Sizes.requireRank(in, "query", query, 3);
    if (other.rank() != query.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: grouped heads need equal ranks, found %s and %s",
              in.op().name(),
              query,
              other));
    }
    SymInt heads = query.size(-3);
    SymInt shared = other.size(-3);
    if (heads.isConstant()
        && shared.isConstant()
        && (shared.constant() == 0 || heads.constant() % shared.constant() != 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s heads of the query do not divide into groups for %s of %s",
              in.op().name(),
              heads,
              shared,
              other));
    }
  }

  private static TensorType probabilities(TypeArguments in) {
    TensorType result = result(in);
    return result.withSizes(
        Sizes.with(result.sizes(), result.rank() - 1, in.tensor("key").size(-2)));
  }

  /** The logarithm of the sum of exponentials, one for each query. */
  private static TensorType logarithms(TypeArguments in) {
    TensorType result = result(in);
    DType dtype = result.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    return new TensorType(dtype, Sizes.without(result.sizes(), result.rank() - 1));
  }
}
