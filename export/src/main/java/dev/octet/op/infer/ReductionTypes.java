package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** Sums, products, moments, norms and truth values over dimensions. */
final class ReductionTypes {
  private ReductionTypes() {}

  static void register(TypeRules rules) {
    rules.add(in -> all(in, accumulated(in)), "aten.sum.default", "aten.prod.default");
    rules.add(in -> over(in, accumulated(in)), "aten.sum.dim_IntList", "aten.prod.dim_int");
    rules.add(in -> all(in, averaged(in)), "aten.mean.default");
    rules.add(in -> over(in, averaged(in)), "aten.mean.dim");
    rules.add(in -> all(in, floatingSelf(in)), "aten.var.default", "aten.std.default");
    rules.add(
        in -> over(in, floatingSelf(in)),
        "aten.var.dim",
        "aten.std.dim",
        "aten.var.correction",
        "aten.std.correction");
    rules.add(
        in -> twice(all(in, floatingSelf(in))), "aten.var_mean.default", "aten.std_mean.default");
    rules.add(
        in -> twice(over(in, floatingSelf(in))),
        "aten.var_mean.dim",
        "aten.std_mean.dim",
        "aten.var_mean.correction",
        "aten.std_mean.correction");
    rules.add(
        in -> over(in, normed(in)),
        "aten.linalg_vector_norm.default",
        "aten.norm.ScalarOpt_dim",
        "aten.norm.ScalarOpt_dim_dtype");
    rules.add(in -> all(in, normed(in)), "aten.norm.Scalar", "aten.norm.ScalarOpt_dtype");
    rules.add(
        in -> over(in, Promotion.floating(in.tensor("self").dtype())), "aten.logsumexp.default");
    rules.add(in -> all(in, truth(in)), "aten.any.default", "aten.all.default");
    rules.add(in -> over(in, truth(in)), "aten.any.dim", "aten.all.dim");
    rules.add(ReductionTypes::truthOverListed, "aten.any.dims", "aten.all.dims");
    rules.add(
        in -> over(in, DType.INT64),
        "aten.count_nonzero.default",
        "aten.count_nonzero.dim_IntList");
    rules.add(ReductionTypes::summedTo, "aten.sum_to_size.default");
    rules.add(ReductionTypes::histogram, "aten.histc.default");
    rules.add(
        in -> {
          Sizes.requireRank(in, "self", in.tensor("self"), 2);
          return all(in, accumulatedType(in.tensor("self").dtype()));
        },
        "aten.trace.default");
  }

  private static List<ValueType> all(TypeArguments in, DType dtype) {
    in.tensor("self");
    return List.of(TensorType.of(dtype));
  }

  private static List<ValueType> over(TypeArguments in, DType dtype) {
    return over(in, dtype, Sizes.dimensions(in, "dim", in.tensor("self").rank()));
  }

  private static List<ValueType> over(
      TypeArguments in, DType dtype, SortedSet<Integer> dimensions) {
    boolean keep = in.has("keepdim") && in.bool("keepdim");
    return List.of(
        new TensorType(dtype, Sizes.reduced(in.tensor("self").sizes(), dimensions, keep)));
  }

  private static List<ValueType> twice(List<ValueType> one) {
    return List.of(one.getFirst(), one.getFirst());
  }

  /** Integers and truth values are summed as 64-bit integers. */
  static DType accumulatedType(DType type) {
    return type.isFloatingPoint() ? type : DType.INT64;
  }

  private static DType accumulated(TypeArguments in) {
    return in.dtype("dtype").orElseGet(() -> accumulatedType(in.tensor("self").dtype()));
  }

  private static DType averaged(TypeArguments in) {
    DType type = in.dtype("dtype").orElse(in.tensor("self").dtype());
    return floating(in, type);
  }

  private static DType floatingSelf(TypeArguments in) {
    return floating(in, in.tensor("self").dtype());
  }

  private static DType normed(TypeArguments in) {
    floatingSelf(in);
    return in.has("dtype")
        ? floating(in, in.dtype("dtype").orElse(in.tensor("self").dtype()))
        : in.tensor("self").dtype();
  }

  private static DType floating(TypeArguments in, DType type) {
    if (!type.isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: type %s, expected a floating-point type; convert first or give dtype",
              in.op().name(),
              type));
    }
    return type;
  }

  /** {@code uint8} stays as it is, as in the days when it stood for bool. */
  private static DType truth(TypeArguments in) {
    return in.tensor("self").dtype() == DType.UINT8 ? DType.UINT8 : DType.BOOL;
  }

  /** Unlike elsewhere an empty list names no dimension here. */
  private static List<ValueType> truthOverListed(TypeArguments in) {
    boolean none = !in.isNone("dim") && in.longs("dim").isEmpty();
    return none ? over(in, truth(in), new TreeSet<>()) : over(in, truth(in));
  }

  private static List<ValueType> summedTo(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<SymInt> sizes = in.symInts("size");
    Sizes.requireEqual(in, "self", Broadcasting.sizes(self.sizes(), sizes), self.sizes());
    boolean unchanged = sizes.equals(self.sizes());
    return List.of(new TensorType(unchanged ? self.dtype() : accumulatedType(self.dtype()), sizes));
  }

  private static List<ValueType> histogram(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (!self.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: self is %s, expected floating-point numbers",
              in.op().name(),
              self));
    }
    if (in.integer("bins") < 1) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %d bins, expected at least 1", in.op().name(), in.integer("bins")));
    }
    return List.of(self.withSizes(List.of(in.symInt("bins"))));
  }
}
