package dev.octet.graph.evaluate.kernel;

import dev.octet.op.infer.Promotion;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;

/** Comparisons and logic on truth values (everything but 0 is true, NaN too). */
final class ComparisonKernels {
  private ComparisonKernels() {}

  static void register(Kernels kernels) {
    relation(kernels, BinaryFunction.relation((x, y) -> x == y, (x, y) -> x == y), "eq");
    relation(
        kernels, BinaryFunction.relation((x, y) -> x != y, (x, y) -> x != y), "ne", "not_equal");
    relation(kernels, BinaryFunction.relation((x, y) -> x < y, (x, y) -> x < y), "lt", "less");
    relation(
        kernels, BinaryFunction.relation((x, y) -> x <= y, (x, y) -> x <= y), "le", "less_equal");
    relation(kernels, BinaryFunction.relation((x, y) -> x > y, (x, y) -> x > y), "gt", "greater");
    relation(
        kernels,
        BinaryFunction.relation((x, y) -> x >= y, (x, y) -> x >= y),
        "ge",
        "greater_equal");
    logic(
        kernels,
        BinaryFunction.relation((x, y) -> x != 0 && y != 0, (x, y) -> x != 0 && y != 0),
        "aten.logical_and.default");
    logic(
        kernels,
        BinaryFunction.relation((x, y) -> x != 0 || y != 0, (x, y) -> x != 0 || y != 0),
        "aten.logical_or.default");
    logic(
        kernels,
        BinaryFunction.relation((x, y) -> (x != 0) != (y != 0), (x, y) -> (x != 0) != (y != 0)),
        "aten.logical_xor.default");
    UnaryFunction not = UnaryFunction.rounded(x -> x == 0 ? 1 : 0, x -> x == 0 ? 1 : 0);
    kernels.addWithTwins(
        in -> Elementwise.unary(in, in.tensor("self").dtype(), not, "self"),
        "aten.logical_not.default");
    kernels.add(ComparisonKernels::isClose, "aten.isclose.default");
    kernels.add(ComparisonKernels::equal, "aten.equal.default");
    kernels.add(
        in -> in.tensor("self").shape().equals(in.tensor("other").shape()),
        "aten.is_same_size.default");
  }

  private static void relation(Kernels kernels, BinaryFunction function, String... names) {
    for (String name : names) {
      logic(kernels, function, "aten." + name + ".Tensor", "aten." + name + ".Scalar");
    }
  }

  private static void logic(Kernels kernels, BinaryFunction function, String... names) {
    kernels.addWithTwins(
        in ->
            Elementwise.binary(
                in, Promotion.common(in.types(), "self", "other"), function, "self", "other"),
        names);
  }

  private static Tensor isClose(KernelArguments in) {
    double relative = in.real("rtol");
    double absolute = in.real("atol");
    boolean equalNan = in.bool("equal_nan");
    BinaryFunction close =
        new BinaryFunction(
            (x, y) ->
                close(
                        x,
                        y,
                        Math.abs(x - y),
                        (float) absolute + Math.abs((float) relative * y),
                        equalNan)
                    ? 1
                    : 0,
            (x, y) ->
                close(x, y, Math.abs(x - y), absolute + Math.abs(relative * y), equalNan) ? 1 : 0,
            (x, y) ->
                close(
                        (double) x,
                        (double) y,
                        (double) Math.abs(x - y),
                        (float) absolute + Math.abs((float) relative * y),
                        equalNan)
                    ? 1
                    : 0);
    return Elementwise.binary(
        in, Promotion.common(in.types(), "self", "other"), close, "self", "other");
  }

  private static boolean close(
      double x, double y, double difference, double allowed, boolean equalNan) {
    return x == y
        || (equalNan && Double.isNaN(x) && Double.isNaN(y))
        || (Double.isFinite(difference) && difference <= allowed);
  }

  private static boolean equal(KernelArguments in) {
    Tensor self = in.tensor("self");
    Tensor other = in.tensor("other");
    Shape shape = self.shape();
    if (!shape.equals(other.shape())) {
      return false;
    }
    DType type = Promotion.common(in.types(), "self", "other");
    if (type.isFloatingPoint()) {
      double[] x = ElementArrays.doubles(in, "self", type, shape);
      double[] y = ElementArrays.doubles(in, "other", type, shape);
      for (int i = 0; i < x.length; i++) {
        if (x[i] != y[i]) {
          return false;
        }
      }
      return true;
    }
    return Arrays.equals(
        ElementArrays.longs(in, "self", type, shape),
        ElementArrays.longs(in, "other", type, shape));
  }
}
