package dev.octet.op.infer;

import java.util.List;

/** Types of assertions: no result, or the token that orders them. */
final class AssertionTypes {
  private AssertionTypes() {}

  static void register(TypeRules rules) {
    rules.add(
        _ -> List.of(),
        "aten._assert_async.default",
        "aten._assert_async.msg",
        "aten._assert_scalar.default",
        "aten._assert_tensor_metadata.default",
        "aten.sym_constrain_range.default",
        "aten.sym_constrain_range_for_size.default");
    rules.add(
        ElementwiseTypes.same("dep_token"),
        "aten._functional_assert_async.msg",
        "aten._functional_assert_scalar.default",
        "aten._functional_sym_constrain_range.default",
        "aten._functional_sym_constrain_range_for_size.default");
  }
}
