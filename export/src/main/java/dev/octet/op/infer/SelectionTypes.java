package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Types of choices by a mask. */
final class SelectionTypes {
  private SelectionTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        SelectionTypes::where,
        "aten.where.self",
        "aten.where.ScalarSelf",
        "aten.where.ScalarOther",
        "aten.where.Scalar");
    rules.addWithTwins(
        SelectionTypes::maskedFill, "aten.masked_fill.Scalar", "aten.masked_fill.Tensor");
  }

  private static List<ValueType> where(TypeArguments in) {
    DType condition = in.tensor("condition").dtype();
    if (!condition.isBool() && condition != DType.UINT8) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: condition is %s, expected bool",
              in.op().name(),
              in.tensor("condition")));
    }
    return List.of(
        new TensorType(
            Promotion.common(in, "self", "other"),
            Broadcasting.sizes(in, "condition", "self", "other")));
  }

  private static List<ValueType> maskedFill(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (!in.tensor("mask").dtype().isBool()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: mask is %s, expected bool", in.op().name(), in.tensor("mask")));
    }
    if (in.isTensor("value") && in.tensor("value").rank() > 0) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: value is %s, expected a tensor without dimensions",
              in.op().name(),
              in.tensor("value")));
    }
    return ElementwiseTypes.result(in, self.dtype(), "self", "mask");
  }
}
