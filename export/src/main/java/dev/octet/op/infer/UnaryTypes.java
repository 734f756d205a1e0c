package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Types of functions of one tensor. */
final class UnaryTypes {
  private UnaryTypes() {}

  static void register(TypeRules rules) {
    for (String name :
        new String[] {"abs", "absolute", "sign", "floor", "ceil", "trunc", "fix", "round"}) {
      rules.addWithTwins(ElementwiseTypes.promoting("self"), "aten." + name + ".default");
    }
    for (String name : new String[] {"neg", "negative", "positive"}) {
      rules.addWithTwins(
          ElementwiseTypes.numeric("use logical_not", "self"), "aten." + name + ".default");
    }
    rules.addWithTwins(ElementwiseTypes.promoting("self"), "aten.nan_to_num.default");
    rules.addWithTwins(UnaryTypes::floatingOnly, "aten.round.decimals", "aten.frac.default");
    rules.addWithTwins(
        in -> {
          // The square is a power with an integer exponent, which lifts bool.
          DType type = in.tensor("self").dtype();
          return ElementwiseTypes.result(in, type.isBool() ? DType.INT64 : type, "self");
        },
        "aten.square.default");
    for (String name :
        new String[] {
          "reciprocal",
          "sqrt",
          "rsqrt",
          "exp",
          "exp2",
          "expm1",
          "log",
          "log2",
          "log10",
          "log1p",
          "sin",
          "cos",
          "tan",
          "asin",
          "acos",
          "atan",
          "sinh",
          "cosh",
          "tanh",
          "asinh",
          "acosh",
          "atanh",
          "erf",
          "erfc",
          "deg2rad",
          "rad2deg",
          "sigmoid",
          "logit"
        }) {
      rules.addWithTwins(ElementwiseTypes.floating("self"), "aten." + name + ".default");
    }
    for (String name :
        new String[] {"isnan", "isinf", "isfinite", "isneginf", "isposinf", "signbit"}) {
      rules.add(ElementwiseTypes.testing("self"), "aten." + name + ".default");
    }
  }

  private static List<ValueType> floatingOnly(TypeArguments in) {
    TensorType self = in.tensor("self");
    if (!self.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s needs a floating-point tensor, found %s", in.op().name(), self));
    }
    return List.of(ElementwiseTypes.plain(self));
  }
}
