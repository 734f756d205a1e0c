package dev.octet.op.infer;

import dev.octet.op.Argument;
import dev.octet.op.Layout;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/**
 * Types of operators that make tensors from numbers; device and pinning have no meaning here,
 * layouts other than strided are refused.
 */
final class CreationTypes {
  private CreationTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        in -> made(in, in.dtype("dtype").orElse(Promotion.DEFAULT_FLOAT), in.symInts("size")),
        "aten.zeros.default",
        "aten.ones.default",
        "aten.empty.memory_format",
        "aten.empty_strided.default",
        "aten.empty_permuted.default");
    rules.add(
        in ->
            made(
                in,
                in.dtype("dtype").orElseGet(() -> literalType(in, "fill_value")),
                in.symInts("size")),
        "aten.full.default");
    rules.add(
        in ->
            made(
                in, in.dtype("dtype").orElse(in.tensor("self").dtype()), in.tensor("self").sizes()),
        "aten.zeros_like.default",
        "aten.ones_like.default",
        "aten.full_like.default",
        "aten.empty_like.default");
    rules.add(
        in -> made(in, in.dtype("dtype").orElse(in.tensor("self").dtype()), in.symInts("size")),
        "aten.new_zeros.default",
        "aten.new_ones.default",
        "aten.new_full.default",
        "aten.new_empty.default",
        "aten.new_empty_strided.default");
    rules.addWithTwins(
        ElementwiseTypes.same("self"), "aten.zero.default", "aten.fill.Scalar", "aten.fill.Tensor");
    rules.add(
        in -> made(in, in.dtype("dtype").orElse(Promotion.DEFAULT_FLOAT), List.of()),
        "aten.scalar_tensor.default");
    rules.add(CreationTypes::eye, "aten.eye.default", "aten.eye.m");
    rules.add(in -> triangle(in, true), "aten.tril_indices.default");
    rules.add(in -> triangle(in, false), "aten.triu_indices.default");
  }

  /**
   * A tensor of the given type, after the arguments that Octet cannot honour have been looked at.
   */
  static List<ValueType> made(TypeArguments in, DType dtype, List<SymInt> sizes) {
    requireStrided(in);
    for (SymInt size : sizes) {
      if (size.isConstant() && size.constant() < 0) {
        throw new InputException(
            String.format(Locale.ROOT, "%s: negative size in %s", in.op().name(), sizes));
      }
    }
    return List.of(new TensorType(dtype, sizes));
  }

  static void requireStrided(TypeArguments in) {
    if (in.has("layout")
        && in.raw("layout") instanceof Argument.LayoutOf(Layout layout)
        && layout != Layout.STRIDED) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: layout is %s, only strided tensors are supported",
              in.op().name(),
              layout.torchName()));
    }
  }

  /** The type of a tensor that a number is put into. */
  private static DType literalType(TypeArguments in, String parameter) {
    DType type = in.promotable(parameter).dtype();
    return type.isFloatingPoint() ? Promotion.DEFAULT_FLOAT : type;
  }

  private static List<ValueType> eye(TypeArguments in) {
    SymInt rows = in.symInt("n");
    return made(
        in,
        in.dtype("dtype").orElse(Promotion.DEFAULT_FLOAT),
        List.of(rows, in.has("m") ? in.symInt("m") : rows));
  }

  private static List<ValueType> triangle(TypeArguments in, boolean lower) {
    long rows = in.integer("row");
    long columns = in.integer("col");
    long offset = in.integer("offset");
    long count = 0;
    for (long i = 0; i < rows; i++) {
      long left = Math.clamp(i + offset + (lower ? 1 : 0), 0, columns);
      count += lower ? left : columns - left;
    }
    return made(in, in.dtype("dtype").orElse(DType.INT64), List.of(SymInt.of(2), SymInt.of(count)));
  }
}
