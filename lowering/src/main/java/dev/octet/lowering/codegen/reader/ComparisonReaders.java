package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import java.util.List;

/** Comparisons, logic on truth values, and choices by a mask. */
final class ComparisonReaders {
  private ComparisonReaders() {}

  static void register(Operators operators) {
    relation(operators, "eq", Operation.EQUAL);
    relation(operators, "ne", Operation.NOT_EQUAL);
    relation(operators, "lt", Operation.LESS);
    relation(operators, "le", Operation.LESS_OR_EQUAL);
    relation(operators, "gt", Operation.GREATER);
    relation(operators, "ge", Operation.GREATER_OR_EQUAL);
    relation(operators, "not_equal", Operation.NOT_EQUAL);
    relation(operators, "less", Operation.LESS);
    relation(operators, "less_equal", Operation.LESS_OR_EQUAL);
    relation(operators, "greater", Operation.GREATER);
    relation(operators, "greater_equal", Operation.GREATER_OR_EQUAL);
    operators.add((in, i) -> logic(in, i, Operation.AND), "aten.logical_and.default");
    operators.add((in, i) -> logic(in, i, Operation.OR), "aten.logical_or.default");
    operators.add((in, i) -> logic(in, i, Operation.XOR), "aten.logical_xor.default");
    operators.add(
        (in, i) -> not(in, truth(in, in.stretched("self", in.dtypeOf("self"), i))),
        "aten.logical_not.default");
    operators.add(
        (in, i) -> {
          DType type = Promotion.common(in.types(), "self", "other");
          return choice(in, i, type, "condition", "self", "other");
        },
        "aten.where.self",
        "aten.where.ScalarSelf",
        "aten.where.ScalarOther",
        "aten.where.Scalar");
    operators.add(
        (in, i) -> choice(in, i, in.dtypeOf("self"), "mask", "value", "self"),
        "aten.masked_fill.Scalar",
        "aten.masked_fill.Tensor");
  }

  private static void relation(Operators operators, String name, Operation operation) {
    operators.add(
        (in, i) -> {
          DType type = Promotion.common(in.types(), "self", "other");
          return in.apply(operation, in.stretched("self", type, i), in.stretched("other", type, i));
        },
        "aten." + name + ".Tensor",
        "aten." + name + ".Scalar");
  }

  private static Expr logic(ElementCall in, List<Affine> index, Operation operation) {
    DType type = Promotion.common(in.types(), "self", "other");
    return in.apply(
        operation,
        truth(in, in.stretched("self", type, index)),
        truth(in, in.stretched("other", type, index)));
  }

  static Expr truth(ElementCall in, Expr value) {
    if (value instanceof Expr.Apply apply
        && apply.operation() == Operation.CONVERT
        && apply.operands().getFirst().type() == LaneType.MASK) {
      return apply.operands().getFirst();
    }
    return in.pool.convert(value, LaneType.MASK);
  }

  private static Expr not(ElementCall in, Expr mask) {
    return in.apply(Operation.XOR, mask, in.pool.whole(LaneType.MASK, 1));
  }

  private static Expr choice(
      ElementCall in, List<Affine> index, DType type, String mask, String yes, String no) {
    Expr condition = truth(in, in.stretched(mask, in.dtypeOf(mask), index));
    Expr x = in.stretched(yes, type, index);
    Expr y = in.stretched(no, type, index);
    return in.finish(in.pool.select(condition, x, y));
  }
}
