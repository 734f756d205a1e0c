package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.tensor.DType;

/**
 * Tensors of one number that are made like another. Few are left when loops are generated: only
 * those that are too large to be constants, and those whose number is computed.
 */
final class CreationReaders {
  private CreationReaders() {}

  static void register(Operators operators) {
    operators.add(
        (in, i) -> number(in, 0),
        "aten.zeros_like.default",
        "aten.new_zeros.default",
        "aten.empty_like.default",
        "aten.new_empty.default",
        "aten.zero.default");
    operators.add((in, i) -> number(in, 1), "aten.ones_like.default", "aten.new_ones.default");
    operators.add(
        (in, i) -> given(in, "fill_value"), "aten.full_like.default", "aten.new_full.default");
    operators.add((in, i) -> given(in, "value"), "aten.fill.Scalar", "aten.fill.Tensor");
  }

  private static Expr number(ElementCall in, int number) {
    return in.conversions.convert(in.pool.i32(number), DType.INT32, in.resultType());
  }

  private static Expr given(ElementCall in, String parameter) {
    if (in.isTensor(parameter)) {
      Expr element = in.single(in.tensor(parameter));
      return in.conversions.convert(element, in.dtypeOf(parameter), in.resultType());
    }
    return in.finish(in.literal(parameter, in.resultType()));
  }
}
