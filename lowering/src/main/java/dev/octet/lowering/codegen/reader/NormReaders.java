package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.LaneType;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Norms of vectors: {@code (Σ |x|^p)^(1/p)}. Order 0 counts what is not zero, an infinite order
 * takes the largest or smallest {@code |x|}. Powers other than these and squares are computed in
 * double.
 */
final class NormReaders {
  private NormReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> norm(in, i, in.real("ord")), "aten.linalg_vector_norm.default");
    operators.add(
        (in, i) -> norm(in, i, in.isNone("p") ? 2 : in.real("p")),
        "aten.norm.Scalar",
        "aten.norm.ScalarOpt_dim",
        "aten.norm.ScalarOpt_dim_dtype",
        "aten.norm.ScalarOpt_dtype");
  }

  private static Expr norm(ElementCall in, List<Affine> index, double order) {
    if (Double.isInfinite(order)) {
      Expr.Combine combine = order > 0 ? Expr.Combine.MAXIMUM : Expr.Combine.MINIMUM;
      return in.finish(over(in, index, combine, x -> in.apply(Operation.ABSOLUTE, x)));
    }
    Expr sum = over(in, index, Expr.Combine.SUM, x -> power(in, x, order));
    if (order == 0 || order == 1) {
      return in.finish(sum);
    }
    return in.finish(
        order == 2
            ? in.apply(Operation.SQUARE_ROOT, sum)
            : in.pool.call("pow", sum, in.functions.like(sum, 1 / order)));
  }

  private static Expr power(ElementCall in, Expr x, double order) {
    if (order == 0) {
      Expr some = in.apply(Operation.NOT_EQUAL, x, in.functions.like(x, 0));
      return in.pool.select(some, in.functions.like(x, 1), in.functions.like(x, 0));
    }
    if (order == 1) {
      return in.apply(Operation.ABSOLUTE, x);
    }
    if (order == 2) {
      return in.functions.multiply(x, x);
    }
    Expr size = in.pool.convert(in.apply(Operation.ABSOLUTE, x), LaneType.F64);
    return in.pool.call("pow", size, in.functions.like(size, order));
  }

  /** Combines what a function makes of the elements, which are converted to the result first. */
  private static Expr over(
      ElementCall in, List<Affine> index, Expr.Combine combine, UnaryOperator<Expr> function) {
    DType from = in.dtypeOf("self");
    DType type = in.resultType();
    return ReductionReaders.over(
        in,
        in.shape("self"),
        ReductionReaders.along(in),
        ReductionReaders.kept(in, index),
        combine,
        combine == Expr.Combine.SUM,
        place -> function.apply(in.conversions.convert(in.element("self", place), from, type)));
  }
}
