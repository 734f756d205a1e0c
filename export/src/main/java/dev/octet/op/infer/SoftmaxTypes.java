package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Types of the softmax operators. */
final class SoftmaxTypes {
  private SoftmaxTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        SoftmaxTypes::converting,
        "aten.softmax.int",
        "aten.log_softmax.int",
        "aten._safe_softmax.default");
    rules.add(SoftmaxTypes::core, "aten._softmax.default", "aten._log_softmax.default");
  }

  private static List<ValueType> converting(TypeArguments in) {
    TensorType self = in.tensor("self");
    return result(in, self.withDType(in.dtype("dtype").orElse(self.dtype())));
  }

  private static List<ValueType> core(TypeArguments in) {
    TensorType self = in.tensor("self");
    return result(in, self.withDType(in.bool("half_to_float") ? DType.FLOAT32 : self.dtype()));
  }

  private static List<ValueType> result(TypeArguments in, TensorType type) {
    in.dimension("dim", type.rank());
    if (!type.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s gives a floating-point tensor, not %s; pass a floating-point dtype",
              in.op().name(),
              type.dtype()));
    }
    return List.of(type);
  }
}
