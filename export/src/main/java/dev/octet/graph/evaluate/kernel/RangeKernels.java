package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;

/** Evenly spaced numbers. */
final class RangeKernels {
  private RangeKernels() {}

  static void register(Kernels kernels) {
    kernels.add(
        RangeKernels::arange, "aten.arange.default", "aten.arange.start", "aten.arange.start_step");
    for (String overload :
        new String[] {"default", "Tensor_Tensor", "Tensor_Scalar", "Scalar_Tensor"}) {
      kernels.add(RangeKernels::linspace, "aten.linspace." + overload);
      kernels.add(RangeKernels::logspace, "aten.logspace." + overload);
    }
  }

  private static Tensor arange(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    if (result.dtype().isFloatingPoint()) {
      double start = in.has("start") ? in.real("start") : 0;
      double step = in.has("step") ? in.real("step") : 1;
      fill(result, start, step);
    } else {
      long start = in.has("start") ? truncated(in.number("start")) : 0;
      long step = in.has("step") ? truncated(in.number("step")) : 1;
      for (long i = 0; i < result.elements(); i++) {
        result.setLong(i, start + step * i);
      }
    }
    return result;
  }

  /**
   * PyTorch computes in vectors of 32 bytes: the first element of a vector is rounded to the type
   * before the others are counted from it; what is left over at the end is computed one by one.
   * Products and sums are fused.
   */
  private static void fill(Tensor result, double start, double step) {
    long count = result.elements();
    int lanes = 32 / result.dtype().bytes();
    for (long i = 0; i < count; i++) {
      long lane = i / lanes * lanes + lanes <= count ? i % lanes : 0;
      double first = Math.fma(step, (double) (i - lane), start);
      result.setDouble(
          i,
          lane == 0
              ? first
              : Math.fma(step, (double) lane, Tensor.scalar(result.dtype(), first).getDouble(0)));
    }
  }

  private static long truncated(Object number) {
    return number instanceof Double value ? value.longValue() : ((Number) number).longValue();
  }

  /**
   * From both ends towards the middle, so that the last element is the end itself; one rounding for
   * each element.
   */
  private static Tensor linspace(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    long steps = result.elements();
    if (result.dtype().isFloatingPoint() && result.dtype() != DType.FLOAT64) {
      float start = (float) in.real("start");
      float end = (float) in.real("end");
      float step = (end - start) / (steps - 1);
      for (long i = 0; i < steps; i++) {
        boolean first = i < steps / 2;
        result.setDouble(
            i,
            steps == 1
                ? start
                : Math.fma(step, (float) (first ? i : i - (steps - 1)), first ? start : end));
      }
    } else {
      double start = in.real("start");
      double end = in.real("end");
      double step = (end - start) / (steps - 1);
      for (long i = 0; i < steps; i++) {
        boolean first = i < steps / 2;
        result.setDouble(
            i,
            steps == 1
                ? start
                : Math.fma(step, (double) (first ? i : i - (steps - 1)), first ? start : end));
      }
    }
    return result;
  }

  private static Tensor logspace(KernelArguments in) {
    Tensor result = in.allocateResult(0);
    long steps = result.elements();
    double start = in.real("start");
    double end = in.real("end");
    double base = in.real("base");
    for (long i = 0; i < steps; i++) {
      double exponent = steps == 1 ? start : start + (end - start) * i / (steps - 1);
      result.setDouble(i, StrictMath.pow(base, exponent));
    }
    return result;
  }
}
