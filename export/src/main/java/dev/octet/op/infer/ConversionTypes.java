package dev.octet.op.infer;

import dev.octet.op.TensorType;
import dev.octet.op.ValueType;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.List;
import java.util.Locale;

/** Types of conversions and copies. */
final class ConversionTypes {
  private ConversionTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        ConversionTypes::convert,
        "aten._to_copy.default",
        "aten.to.dtype",
        "aten.to.device",
        "aten.to.dtype_layout");
    rules.add(
        in -> List.of(in.tensor("self").withDType(in.tensor("other").dtype())),
        "aten.to.other",
        "aten.type_as.default");
    rules.add(
        ElementwiseTypes.same("self"),
        "aten.clone.default",
        "aten.contiguous.default",
        "aten.alias.default",
        "aten.detach.default",
        "aten.detach_.default",
        "aten.lift_fresh_copy.default");
    rules.addWithTwins(ConversionTypes::copy, "aten.copy.default");
  }

  private static List<ValueType> convert(TypeArguments in) {
    CreationTypes.requireStrided(in);
    TensorType self = in.tensor("self");
    return List.of(self.withDType(in.dtype("dtype").orElse(self.dtype())));
  }

  private static List<ValueType> copy(TypeArguments in) {
    TensorType self = in.tensor("self");
    List<SymInt> sizes = Broadcasting.sizes(in, "self", "src");
    if (sizes.size() != self.rank()) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: %s does not fit into %s", in.op().name(), in.tensor("src"), self));
    }
    return List.of(ElementwiseTypes.plain(self));
  }
}
