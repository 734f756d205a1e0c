package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Interpolation of (batch, channels, spatial…) to given sizes or by given factors. */
final class ResizeTypes {
  private ResizeTypes() {}

  static void register(TypeRules rules) {
    for (int rank = 1; rank <= 3; rank++) {
      int dimensions = rank;
      for (String mode : List.of("upsample_nearest", "_upsample_nearest_exact")) {
        add(rules, mode + rank + "d", dimensions);
      }
    }
    add(rules, "upsample_linear1d", 1);
    add(rules, "upsample_bilinear2d", 2);
    add(rules, "upsample_bicubic2d", 2);
    add(rules, "upsample_trilinear3d", 3);
  }

  private static void add(TypeRules rules, String name, int dimensions) {
    rules.add(
        in -> resized(in, in.tensor("self"), dimensions, in.symInts("output_size")),
        "aten." + name + ".default");
    rules.add(
        in -> resized(in, in.tensor("input"), dimensions, sizesOrFactors(in, dimensions)),
        "aten." + name + ".vec");
  }

  private static List<ValueType> resized(
      TypeArguments in, TensorType input, int dimensions, List<SymInt> sizes) {
    if (input.rank() != dimensions + 2 || sizes.size() != dimensions) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, resized to %s; expected %d dimensions and %d sizes",
              in.op().name(),
              input,
              sizes,
              dimensions + 2,
              dimensions));
    }
    boolean exact = in.op().name().base().contains("nearest");
    if (!exact && !input.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, expected a floating-point type",
              in.op().name(),
              input));
    }
    List<SymInt> result = new ArrayList<>(input.sizes().subList(0, 2));
    for (SymInt size : sizes) {
      result.add(Window.require(in, size, size, 1));
    }
    return List.of(input.withSizes(result));
  }

  private static ImmutableList<SymInt> sizesOrFactors(TypeArguments in, int dimensions) {
    if (in.isNone("output_size") == in.isNone("scale_factors")) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: expected either 'output_size' or 'scale_factors'", in.op().name()));
    }
    if (in.isNone("scale_factors")) {
      return in.symInts("output_size");
    }
    TensorType input = in.tensor("input");
    ImmutableList<Double> factors = in.doubles("scale_factors");
    if (factors.size() != dimensions || input.rank() != dimensions + 2) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the input is %s, the factors %s; expected %d dimensions and %d factors",
              in.op().name(),
              input,
              factors,
              dimensions + 2,
              dimensions));
    }
    ImmutableList.Builder<SymInt> sizes = ImmutableList.builder();
    for (int i = 0; i < dimensions; i++) {
      sizes.add(scaled(input.size(i + 2), factors.get(i)));
    }
    return sizes.build();
  }

  /** The product, without its fraction. */
  private static SymInt scaled(SymInt size, double factor) {
    if (size.isConstant()) {
      return SymInt.of((long) (size.constant() * factor));
    }
    if (factor == Math.rint(factor)) {
      return size.multiply((long) factor);
    }
    return SymInt.parse(String.format(Locale.ROOT, "TruncToInt(%s*ToFloat(%s))", factor, size));
  }
}
