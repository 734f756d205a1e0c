package dev.octet.op.infer;

import dev.octet.op.SymbolType;
import dev.octet.symbol.SymBool;
import java.util.List;

/** Types of comparisons and of logic on truth values. */
final class ComparisonTypes {
  private ComparisonTypes() {}

  static void register(TypeRules rules) {
    for (String name :
        new String[] {
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "not_equal",
          "less",
          "less_equal",
          "greater",
          "greater_equal"
        }) {
      rules.addWithTwins(
          ElementwiseTypes.testing("self", "other"),
          "aten." + name + ".Tensor",
          "aten." + name + ".Scalar");
    }
    rules.addWithTwins(
        ElementwiseTypes.testing("self", "other"),
        "aten.logical_and.default",
        "aten.logical_or.default",
        "aten.logical_xor.default");
    rules.addWithTwins(ElementwiseTypes.testing("self"), "aten.logical_not.default");
    rules.add(ElementwiseTypes.testing("self", "other"), "aten.isclose.default");
    rules.add(
        in -> {
          boolean fixed = in.tensor("self").isStatic() && in.tensor("other").isStatic();
          boolean same = in.tensor("self").sizes().equals(in.tensor("other").sizes());
          return List.of(
              new SymbolType.Bool(same || fixed ? SymBool.of(same) : DataDependent.bool(in)));
        },
        "aten.is_same_size.default");
    rules.add(in -> List.of(new SymbolType.Bool(DataDependent.bool(in))), "aten.equal.default");
  }
}
