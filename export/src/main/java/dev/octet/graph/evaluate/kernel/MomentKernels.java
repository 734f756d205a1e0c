package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Variances, norms and the logarithm of a sum of exponentials, computed in double and rounded once.
 */
final class MomentKernels {
  private MomentKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        in -> variance(in, false), "aten.var.default", "aten.var.dim", "aten.var.correction");
    kernels.add(
        in -> variance(in, true), "aten.std.default", "aten.std.dim", "aten.std.correction");
    kernels.add(
        in -> withMean(in, false),
        "aten.var_mean.default",
        "aten.var_mean.dim",
        "aten.var_mean.correction");
    kernels.add(
        in -> withMean(in, true),
        "aten.std_mean.default",
        "aten.std_mean.dim",
        "aten.std_mean.correction");
    kernels.add(in -> normed(in, in.real("ord")), "aten.linalg_vector_norm.default");
    kernels.add(
        in -> normed(in, in.isNone("p") ? 2 : in.real("p")),
        "aten.norm.Scalar",
        "aten.norm.ScalarOpt_dim",
        "aten.norm.ScalarOpt_dim_dtype",
        "aten.norm.ScalarOpt_dtype");
    kernels.add(MomentKernels::logSumExp, "aten.logsumexp.default");
  }

  /** What is taken off the number of elements before dividing. */
  private static double correction(KernelArguments in) {
    if (in.has("correction")) {
      return in.isNone("correction") ? 1 : in.real("correction");
    }
    return in.bool("unbiased") ? 1 : 0;
  }

  private static Tensor variance(KernelArguments in, boolean root) {
    double correction = correction(in);
    return ReductionKernels.reals(
        Lanes.over(in, in.tensor("self"), "dim"),
        lane -> {
          double mean = ReductionKernels.sum(lane) / lane.length;
          double squares = 0;
          for (double value : lane) {
            squares += (value - mean) * (value - mean);
          }
          double variance = squares / Math.max(lane.length - correction, 0);
          return root ? Math.sqrt(variance) : variance;
        },
        in.allocateResult(0));
  }

  private static List<Tensor> withMean(KernelArguments in, boolean root) {
    Lanes lanes = Lanes.over(in, in.tensor("self"), "dim");
    Tensor mean =
        ReductionKernels.reals(
            lanes, lane -> ReductionKernels.sum(lane) / lane.length, in.allocateResult(1));
    return List.of(variance(in, root), mean);
  }

  private static Tensor normed(KernelArguments in, double order) {
    DType dtype = in.resultType(0).dtype();
    Lanes lanes = Lanes.over(in, Operands.as(in, dtype, in.tensor("self")), "dim");
    if (lanes.length() == 0 && (Double.isInfinite(order) || order < 0)) {
      throw new InputException(
          String.format(
              Locale.ROOT, "%s: a norm of order %s of no elements", in.op().name(), order));
    }
    return ReductionKernels.reals(lanes, lane -> norm(lane, order), in.allocateResult(0));
  }

  /**
   * (Σ |x|^p)^(1/p); order 0 counts what is not zero, an infinite order takes the largest or
   * smallest |x|.
   */
  static double norm(double[] lane, double order) {
    if (Double.isInfinite(order)) {
      double extreme = order > 0 ? 0 : Double.POSITIVE_INFINITY;
      for (double value : lane) {
        extreme =
            order > 0 ? Math.max(extreme, Math.abs(value)) : Math.min(extreme, Math.abs(value));
      }
      return extreme;
    }
    double sum = 0;
    for (double value : lane) {
      double size = Math.abs(value);
      if (order == 0) {
        sum += value != 0 ? 1 : 0;
      } else if (order == 1) {
        sum += size;
      } else {
        sum += order == 2 ? size * size : Math.pow(size, order);
      }
    }
    return order == 0 || order == 1 ? sum : order == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / order);
  }

  private static Tensor logSumExp(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    return ReductionKernels.reals(
        Lanes.over(in, Operands.as(in, result.dtype(), in.tensor("self")), "dim"),
        lane -> {
          double largest = Double.NEGATIVE_INFINITY;
          for (double value : lane) {
            largest = Math.max(largest, value);
          }
          // An infinite maximum would give NaN when it is taken off.
          double shift = Double.isInfinite(largest) ? 0 : largest;
          double sum = 0;
          for (double value : lane) {
            sum += Math.exp(value - shift);
          }
          return Math.log(sum) + shift;
        },
        result);
  }
}
