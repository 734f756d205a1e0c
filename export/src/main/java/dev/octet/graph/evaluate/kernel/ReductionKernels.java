package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Sums, products and truth values over dimensions. Floating-point sums are accumulated in double
 * and rounded once; PyTorch adds float32 numbers in pairs, so the last bits may differ. Integers
 * are summed modulo 2^64.
 */
final class ReductionKernels {
  /** Folds the numbers of one lane. */
  interface RealFold {
    double of(double[] lane);
  }

  /** Folds the integers of one lane. */
  interface WholeFold {
    long of(long[] lane);
  }

  private ReductionKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> accumulated(in, ReductionKernels::sum, ReductionKernels::sum),
        "aten.sum.default",
        "aten.sum.dim_IntList");
    kernels.add(
        in -> accumulated(in, ReductionKernels::product, ReductionKernels::product),
        "aten.prod.default",
        "aten.prod.dim_int");
    kernels.add(
        in -> {
          Tensor self = inResultType(in);
          return reals(
              Lanes.over(in, self, "dim"), lane -> sum(lane) / lane.length, in.allocateResult(0));
        },
        "aten.mean.default",
        "aten.mean.dim");
    kernels.add(
        in -> counted(in, (set, length) -> set > 0 ? 1 : 0),
        "aten.any.default",
        "aten.any.dim",
        "aten.any.dims");
    kernels.add(
        in -> counted(in, (set, length) -> set == length ? 1 : 0),
        "aten.all.default",
        "aten.all.dim",
        "aten.all.dims");
    kernels.add(
        in -> counted(in, (set, length) -> set),
        "aten.count_nonzero.default",
        "aten.count_nonzero.dim_IntList");
    kernels.add(ReductionKernels::summedTo, "aten.sum_to_size.default");
    kernels.add(
        in -> {
          StridedView diagonal = StridedView.of(in.tensor("self")).diagonal(0, 0, 1);
          Tensor elements = in.allocate(in.tensor("self").dtype(), Shape.of(diagonal.sizes()));
          Lanes lanes = Lanes.over(in, diagonal.copyInto(elements), new boolean[] {true});
          return folded(lanes, ReductionKernels::sum, ReductionKernels::sum, in.allocateResult(0));
        },
        "aten.trace.default");
  }

  /** How many elements of a lane are not zero, turned into the result. */
  private interface Count {
    long result(long set, long length);
  }

  static double sum(double[] lane) {
    double sum = 0;
    for (double value : lane) {
      sum += value;
    }
    return sum;
  }

  private static long sum(long[] lane) {
    long sum = 0;
    for (long value : lane) {
      sum += value;
    }
    return sum;
  }

  private static double product(double[] lane) {
    double product = 1;
    for (double value : lane) {
      product *= value;
    }
    return product;
  }

  private static long product(long[] lane) {
    long product = 1;
    for (long value : lane) {
      product *= value;
    }
    return product;
  }

  /**
   * {@code self} converted to the type that the result has; what {@code dtype} asks for happens
   * before the reduction.
   */
  private static Tensor inResultType(KernelArguments in) {
    return Operands.as(in, in.resultType(0).dtype(), in.tensor("self"));
  }

  private static Tensor accumulated(KernelArguments in, RealFold real, WholeFold whole) {
    return folded(Lanes.over(in, inResultType(in), "dim"), real, whole, in.allocateResult(0));
  }

  private static Tensor folded(Lanes lanes, RealFold real, WholeFold whole, Tensor result) {
    if (result.dtype().isFloatingPoint()) {
      return reals(lanes, real, result);
    }
    long[] lane = new long[lanes.length()];
    for (long row = 0; row < lanes.rows(); row++) {
      lanes.read(row, lane);
      result.setLong(row, whole.of(lane));
    }
    return result;
  }

  static Tensor reals(Lanes lanes, RealFold fold, Tensor result) {
    double[] lane = new double[lanes.length()];
    for (long row = 0; row < lanes.rows(); row++) {
      lanes.read(row, lane);
      result.setDouble(row, fold.of(lane));
    }
    return result;
  }

  private static Tensor counted(KernelArguments in, Count count) {
    Tensor self = in.tensor("self");
    boolean listed =
        in.op().name().overload().equals("dims")
            && !in.isNone("dim")
            && in.longs("dim").length == 0;
    // An empty list of dimensions names none here, all elsewhere.
    Lanes lanes =
        listed
            ? Lanes.over(in, self, new boolean[self.shape().rank()])
            : Lanes.over(in, self, "dim");
    Tensor result = in.allocateResult(0);
    boolean real = self.dtype().isFloatingPoint();
    for (long row = 0; row < lanes.rows(); row++) {
      long set = 0;
      for (int i = 0; i < lanes.length(); i++) {
        // NaN is not zero, so it counts.
        set += (real ? lanes.real(row, i) != 0 : lanes.whole(row, i) != 0) ? 1 : 0;
      }
      result.setLong(row, count.result(set, lanes.length()));
    }
    return result;
  }

  private static Tensor summedTo(KernelArguments in) {
    Tensor self = in.tensor("self");
    Tensor result = in.allocateResult(0);
    boolean[] along = new boolean[self.shape().rank()];
    int added = along.length - result.shape().rank();
    for (int i = 0; i < along.length; i++) {
      along[i] = i < added || result.shape().size(i - added) != self.shape().size(i);
    }
    DType dtype = result.dtype();
    return folded(
        Lanes.over(in, Operands.as(in, dtype, self), along),
        ReductionKernels::sum,
        ReductionKernels::sum,
        result);
  }
}
