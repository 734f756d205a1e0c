package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Normalizations: the result has the type of the input; some also give mean and reciprocal standard
 * deviation.
 */
final class NormalizationTypes {
  private NormalizationTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> List.of(channels(in)), "aten.batch_norm.default", "aten.instance_norm.default");
    rules.add(
        NormalizationTypes::nativeBatch,
        "aten.native_batch_norm.default",
        "aten._native_batch_norm_legit.default");
    rules.add(NormalizationTypes::nativeBatch, "aten._native_batch_norm_legit.no_stats");
    rules.add(NormalizationTypes::nativeBatch, "aten._native_batch_norm_legit_no_training.default");
    rules.add(in -> List.of(rows(in)), "aten.layer_norm.default", "aten.rms_norm.default");
    rules.add(NormalizationTypes::nativeLayer, "aten.native_layer_norm.default");
    rules.add(NormalizationTypes::fusedRootMeanSquare, "aten._fused_rms_norm.default");
    rules.add(NormalizationTypes::group, "aten.group_norm.default");
    rules.add(NormalizationTypes::nativeGroup, "aten.native_group_norm.default");
  }

  /** The input, (batch, channels, …), with one weight, bias and statistic for each channel. */
  private static TensorType channels(TypeArguments in) {
    TensorType input = in.tensor("input");
    Sizes.requireRank(in, "input", input, 2);
    requireFloating(in, input);
    for (String parameter : List.of("weight", "bias", "running_mean", "running_var")) {
      if (in.has(parameter) && !in.isNone(parameter)) {
        Sizes.requireEqual(
            in, "'" + parameter + "'", in.tensor(parameter).sizes(), List.of(input.size(1)));
      }
    }
    return input.withSizes(input.sizes());
  }

  private static void requireFloating(TypeArguments in, TensorType input) {
    if (!input.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, expected a floating-point type",
              in.op().name(),
              input));
    }
  }

  /** Statistics of the batch are results only where they are computed. */
  private static List<ValueType> nativeBatch(TypeArguments in) {
    TensorType input = channels(in);
    boolean training = in.has("training") && in.bool("training");
    TensorType statistic =
        new TensorType(statisticType(in, input), List.of(training ? input.size(1) : SymInt.ZERO));
    return List.of(input, statistic, statistic);
  }

  /** Statistics have the type of the parameters, which may be wider than the input. */
  private static DType statisticType(TypeArguments in, TensorType input) {
    for (String parameter : List.of("weight", "bias", "running_mean", "running_var")) {
      if (in.has(parameter) && !in.isNone(parameter)) {
        return in.tensor(parameter).dtype();
      }
    }
    return input.dtype();
  }

  /** The input, normalized over its last dimensions. */
  private static TensorType rows(TypeArguments in) {
    TensorType input = in.tensor("input");
    requireFloating(in, input);
    ImmutableList<SymInt> shape = in.symInts("normalized_shape");
    Sizes.requireRank(in, "input", input, shape.size());
    Sizes.requireEqual(
        in,
        "the end of the input " + input,
        input.sizes().subList(input.rank() - shape.size(), input.rank()),
        shape);
    for (String parameter : List.of("weight", "bias")) {
      if (in.has(parameter) && !in.isNone(parameter)) {
        Sizes.requireEqual(in, "'" + parameter + "'", in.tensor(parameter).sizes(), shape);
      }
    }
    return input.withSizes(input.sizes());
  }

  private static List<SymInt> rowStatistics(TypeArguments in, TensorType input) {
    int normalized = in.symInts("normalized_shape").size();
    List<SymInt> sizes = new ArrayList<>(input.sizes().subList(0, input.rank() - normalized));
    sizes.addAll(Collections.nCopies(normalized, SymInt.ONE));
    return sizes;
  }

  private static List<ValueType> nativeLayer(TypeArguments in) {
    TensorType input = rows(in);
    TensorType statistic = new TensorType(statisticType(in, input), rowStatistics(in, input));
    return List.of(input, statistic, statistic);
  }

  private static List<ValueType> fusedRootMeanSquare(TypeArguments in) {
    TensorType input = rows(in);
    DType computed = input.dtype() == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    return List.of(input, new TensorType(computed, rowStatistics(in, input)));
  }

  private static List<ValueType> group(TypeArguments in) {
    TensorType input = channels(in);
    requireGroups(in, input.size(1), in.integer("num_groups"));
    return List.of(input);
  }

  private static void requireGroups(TypeArguments in, SymInt channels, long groups) {
    if (groups < 1 || (channels.isConstant() && channels.constant() % groups != 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s channels do not divide into %d groups",
              in.op().name(),
              channels,
              groups));
    }
  }

  private static List<ValueType> nativeGroup(TypeArguments in) {
    TensorType input = in.tensor("input");
    requireFloating(in, input);
    requireGroups(in, in.symInt("C"), in.integer("group"));
    TensorType statistic =
        new TensorType(
            statisticType(in, input), List.of(in.symInt("N"), SymInt.of(in.integer("group"))));
    return List.of(input.withSizes(input.sizes()), statistic, statistic);
  }
}
