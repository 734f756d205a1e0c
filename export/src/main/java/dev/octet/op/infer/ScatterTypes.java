package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Operators that write into a copy of {@code self} at given positions: the result has its type. */
final class ScatterTypes {
  private ScatterTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        ScatterTypes::put,
        "aten.index_put.default",
        "aten.index_put_.default",
        "aten._unsafe_index_put.default");
    rules.add(
        in -> along(in, "source"),
        "aten.index_add.default",
        "aten.index_add_.default",
        "aten.index_copy.default",
        "aten.index_copy_.default");
    rules.add(
        ScatterTypes::filled,
        "aten.index_fill.int_Scalar",
        "aten.index_fill.int_Tensor",
        "aten.index_fill_.int_Scalar",
        "aten.index_fill_.int_Tensor");
    rules.add(
        in -> along(in, "src"),
        "aten.scatter.src",
        "aten.scatter_.src",
        "aten.scatter.reduce",
        "aten.scatter_.reduce",
        "aten.scatter_add.default",
        "aten.scatter_add_.default",
        "aten.scatter_reduce.two",
        "aten.scatter_reduce_.two");
    rules.add(
        ScatterTypes::filled,
        "aten.scatter.value",
        "aten.scatter_.value",
        "aten.scatter.value_reduce",
        "aten.scatter_.value_reduce");
    rules.add(ScatterTypes::masked, "aten.masked_scatter.default", "aten.masked_scatter_.default");
  }

  private static List<ValueType> same(TensorType self) {
    return List.of(self.withSizes(self.sizes()));
  }

  private static void requireSameType(TypeArguments in, String parameter) {
    if (in.tensor(parameter).dtype() != in.tensor("self").dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: '%s' has type %s, expected that of self, %s",
              in.op().name(),
              parameter,
              in.tensor(parameter).dtype(),
              in.tensor("self").dtype()));
    }
  }

  private static List<ValueType> put(TypeArguments in) {
    requireSameType(in, "values");
    return same(in.tensor("self"));
  }

  private static List<ValueType> along(TypeArguments in, String source) {
    requireSameType(in, source);
    return filled(in);
  }

  private static List<ValueType> filled(TypeArguments in) {
    in.dimension("dim", in.tensor("self").rank());
    if (!in.tensor("index").dtype().isInteger()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: index is %s, expected integers",
              in.op().name(),
              in.tensor("index")));
    }
    return same(in.tensor("self"));
  }

  private static List<ValueType> masked(TypeArguments in) {
    requireSameType(in, "source");
    TensorType self = in.tensor("self");
    return List.of(self.withSizes(Broadcasting.sizes(in, "self", "mask")));
  }
}
