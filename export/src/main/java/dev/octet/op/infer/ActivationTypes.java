package dev.octet.op.infer;

import com.google.common.collect.ImmutableList;
import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Types of activations and of dropout. */
final class ActivationTypes {
  private ActivationTypes() {}

  static void register(TypeRules rules) {
    for (String name : new String[] {"relu", "relu6", "hardtanh", "leaky_relu", "threshold"}) {
      rules.addWithTwins(
          ElementwiseTypes.numeric("convert the tensor first", "self"),
          "aten." + name + ".default");
    }
    for (String name :
        new String[] {
          "hardshrink",
          "softshrink",
          "hardswish",
          "hardsigmoid",
          "silu",
          "mish",
          "elu",
          "celu",
          "selu",
          "softplus",
          "log_sigmoid",
          "gelu"
        }) {
      rules.addWithTwins(ActivationTypes::floatingOnly, "aten." + name + ".default");
    }
    rules.add(
        in -> List.of(floating(in, "self"), floating(in, "self")),
        "aten.log_sigmoid_forward.default");
    rules.add(ActivationTypes::prelu, "aten.prelu.default");
    rules.add(ActivationTypes::preluKernel, "aten._prelu_kernel.default");
    rules.add(ActivationTypes::glu, "aten.glu.default");
    for (String name :
        new String[] {"dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"}) {
      rules.add(ElementwiseTypes.same("input"), "aten." + name + ".default");
      rules.add(ElementwiseTypes.same("self"), "aten." + name + "_.default");
    }
    rules.add(
        in ->
            List.of(
                ElementwiseTypes.plain(in.tensor("input")),
                in.tensor("input").withDType(DType.BOOL)),
        "aten.native_dropout.default");
  }

  private static List<ValueType> floatingOnly(TypeArguments in) {
    return List.of(floating(in, "self"));
  }

  private static TensorType floating(TypeArguments in, String parameter) {
    TensorType type = in.tensor(parameter);
    if (!type.dtype().isFloatingPoint()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s needs a floating-point tensor, found %s", in.op().name(), type));
    }
    return ElementwiseTypes.plain(type);
  }

  private static List<ValueType> prelu(TypeArguments in) {
    TensorType self = floating(in, "self");
    TensorType weight = in.tensor("weight");
    SymInt count = weight.sizes().stream().reduce(SymInt.ONE, SymInt::multiply);
    SymInt channels = self.rank() >= 2 ? self.size(1) : SymInt.ONE;
    boolean mismatch =
        count.isConstant()
            && channels.isConstant()
            && !count.equals(SymInt.ONE)
            && !count.equals(channels);
    if (weight.rank() > 1 || mismatch || weight.dtype() != self.dtype()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: weight is %s, expected one %s or one for each of the %s channels of %s",
              in.op().name(),
              weight,
              self.dtype(),
              channels,
              self));
    }
    return List.of(self);
  }

  private static List<ValueType> preluKernel(TypeArguments in) {
    return List.of(
        new TensorType(floating(in, "self").dtype(), Broadcasting.sizes(in, "self", "weight")));
  }

  private static List<ValueType> glu(TypeArguments in) {
    TensorType self = floating(in, "self");
    int dim = in.dimension("dim", self.rank());
    if (self.rank() == 0 || (self.size(dim).isConstant() && self.size(dim).constant() % 2 != 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s halves dimension %d of %s, which is no even size",
              in.op().name(),
              dim,
              self));
    }
    List<SymInt> sizes = new ArrayList<>(self.sizes());
    sizes.set(dim, sizes.get(dim).floorDivide(2));
    return List.of(self.withSizes(ImmutableList.copyOf(sizes)));
  }
}
