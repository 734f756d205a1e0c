package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import dev.octet.lowering.codegen.loop.Operation;
import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import java.util.List;

/** A scaled product or quotient added to a tensor, and linear interpolation. */
final class BlendReaders {
  private BlendReaders() {}

  static void register(Operators operators) {
    operators.add((in, i) -> added(in, i, Operation.MULTIPLY), "aten.addcmul.default");
    operators.add((in, i) -> added(in, i, Operation.DIVIDE), "aten.addcdiv.default");
    operators.add(BlendReaders::interpolated, "aten.lerp.Scalar", "aten.lerp.Tensor");
  }

  /** {@code self + (value · tensor1) · tensor2}, each step rounded in the arithmetic. */
  private static Expr added(ElementCall in, List<Affine> index, Operation operation) {
    DType type = Promotion.common(in.types(), "self", "tensor1", "tensor2");
    if (operation == Operation.DIVIDE && !type.isFloatingPoint()) {
      throw new DeclinedException("quotients of integers are added");
    }
    boolean wide = type == DType.FLOAT64 || !type.isFloatingPoint();
    Expr x = in.stretched("self", type, index);
    Expr y = in.stretched("tensor1", type, index);
    Expr z = in.stretched("tensor2", type, index);
    Expr factor = in.literal("value", wide ? type : DType.FLOAT32);
    Expr scaled = in.apply(Operation.MULTIPLY, factor, y);
    return in.finish(in.apply(Operation.ADD, x, in.apply(operation, scaled, z)));
  }

  /** From the nearer end, so that weights 0 and 1 give the ends exactly. */
  private static Expr interpolated(ElementCall in, List<Affine> index) {
    DType type = in.dtypeOf("self");
    Expr start = in.stretched("self", type, index);
    Expr end = in.stretched("end", type, index);
    Expr weight = in.stretched("weight", type, index);
    Expr way = in.functions.subtract(end, start);
    Expr rest = in.functions.subtract(in.functions.like(weight, 1), weight);
    return in.finish(
        in.pool.select(
            in.apply(
                Operation.LESS,
                in.apply(Operation.ABSOLUTE, weight),
                in.functions.like(weight, 0.5)),
            in.functions.add(start, in.functions.multiply(weight, way)),
            in.functions.subtract(end, in.functions.multiply(way, rest))));
  }
}
