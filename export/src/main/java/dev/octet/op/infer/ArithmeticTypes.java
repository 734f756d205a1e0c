package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Types of arithmetic on two and three operands. */
final class ArithmeticTypes {
  private ArithmeticTypes() {}

  static void register(TypeRules rules) {
    TypeRule promoting = ElementwiseTypes.promoting("self", "other");
    rules.addWithTwins(
        promoting,
        "aten.add.Tensor",
        "aten.add.Scalar",
        "aten.mul.Tensor",
        "aten.mul.Scalar",
        "aten.multiply.Tensor",
        "aten.multiply.Scalar",
        "aten.remainder.Tensor",
        "aten.remainder.Scalar",
        "aten.remainder.Scalar_Tensor",
        "aten.fmod.Tensor",
        "aten.fmod.Scalar",
        "aten.floor_divide.default",
        "aten.floor_divide.Scalar");
    rules.add(promoting, "aten.floor_divide_.Tensor");
    rules.add(
        promoting,
        "aten.maximum.default",
        "aten.minimum.default",
        "aten.max.other",
        "aten.min.other",
        "aten.fmax.default",
        "aten.fmin.default");
    rules.addWithTwins(
        ElementwiseTypes.numeric("use logical_xor or logical_not", "self", "other"),
        "aten.sub.Tensor",
        "aten.sub.Scalar",
        "aten.subtract.Tensor",
        "aten.subtract.Scalar",
        "aten.rsub.Tensor",
        "aten.rsub.Scalar");
    rules.addWithTwins(
        ElementwiseTypes.floating("self", "other"),
        "aten.div.Tensor",
        "aten.div.Scalar",
        "aten.divide.Tensor",
        "aten.divide.Scalar",
        "aten.true_divide.Tensor",
        "aten.true_divide.Scalar",
        "aten.atan2.default",
        "aten.arctan2.default",
        "aten.logaddexp.default");
    rules.addWithTwins(
        ArithmeticTypes::divideRounding,
        "aten.div.Tensor_mode",
        "aten.div.Scalar_mode",
        "aten.divide.Tensor_mode",
        "aten.divide.Scalar_mode");
    rules.add(ArithmeticTypes::atan2Out, "aten.atan2.out");
    rules.add(
        ElementwiseTypes.promoting("self", "exponent"),
        "aten.pow.Tensor_Tensor",
        "aten.pow.Tensor_Scalar",
        "aten.pow.Scalar",
        "aten.pow_.Tensor",
        "aten.pow_.Scalar");
    rules.addWithTwins(
        ElementwiseTypes.promoting("self", "min", "max"),
        "aten.clamp.default",
        "aten.clamp.Tensor",
        "aten.clip.default",
        "aten.clip.Tensor");
    rules.addWithTwins(
        ElementwiseTypes.promoting("self", "min"),
        "aten.clamp_min.default",
        "aten.clamp_min.Tensor");
    rules.addWithTwins(
        ElementwiseTypes.promoting("self", "max"),
        "aten.clamp_max.default",
        "aten.clamp_max.Tensor");
    rules.addWithTwins(
        ElementwiseTypes.promoting("self", "tensor1", "tensor2"), "aten.addcmul.default");
    rules.addWithTwins(ArithmeticTypes::addcdiv, "aten.addcdiv.default");
    rules.addWithTwins(ArithmeticTypes::lerp, "aten.lerp.Scalar", "aten.lerp.Tensor");
  }

  private static List<ValueType> divideRounding(TypeArguments in) {
    DType type =
        in.isNone("rounding_mode")
            ? Promotion.floating(in, "self", "other")
            : Promotion.common(in, "self", "other");
    if (!in.isNone("rounding_mode")
        && !List.of("floor", "trunc").contains(in.string("rounding_mode"))) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: rounding_mode is '%s', expected 'floor', 'trunc' or None",
              in.op().name(),
              in.string("rounding_mode")));
    }
    return ElementwiseTypes.result(in, type, "self", "other");
  }

  private static List<ValueType> atan2Out(TypeArguments in) {
    return List.of(
        new TensorType(in.tensor("out").dtype(), Broadcasting.sizes(in, "self", "other")));
  }

  private static List<ValueType> addcdiv(TypeArguments in) {
    DType type = Promotion.common(in, "self", "tensor1", "tensor2");
    if (!Promotion.common(in, "tensor1", "tensor2").isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s divides integers; convert them to a floating-point type first",
              in.op().name()));
    }
    return ElementwiseTypes.result(in, type, "self", "tensor1", "tensor2");
  }

  private static List<ValueType> lerp(TypeArguments in) {
    DType type = in.tensor("self").dtype();
    if (!type.isFloatingPoint() || in.tensor("end").dtype() != type) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s needs operands of one floating-point type, found %s and %s",
              in.op().name(),
              type,
              in.tensor("end").dtype()));
    }
    return ElementwiseTypes.result(in, type, "self", "end", "weight");
  }
}
