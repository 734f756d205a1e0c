package dev.octet.graph.evaluate.kernel;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Scale and zero point from the range of the data, in the arithmetic of the data's type where
 * PyTorch computes in it.
 */
final class ChooseQParamsKernels {
  private static final String NAMESPACE = "quantized_decomposed.";

  /** The distance from 1 to the next float32. */
  private static final double FLOAT32_EPSILON = 0x1p-23;

  private record Extremes(double min, double max) {}

  private ChooseQParamsKernels() {}

  static void register(Kernels kernels) {
    kernels.add(ChooseQParamsKernels::affine, NAMESPACE + "choose_qparams.tensor");
    kernels.add(ChooseQParamsKernels::symmetric, NAMESPACE + "choose_qparams_symmetric.tensor");
    kernels.add(ChooseQParamsKernels::perToken, NAMESPACE + "choose_qparams_per_token.default");
    kernels.add(
        ChooseQParamsKernels::perTokenAsymmetric,
        NAMESPACE + "choose_qparams_per_token_asymmetric.default",
        NAMESPACE + "_choose_qparams_per_token_asymmetric_impl.default");
  }

  /** The range of the data, widened to hold zero. */
  private static Extremes extremes(KernelArguments in) {
    Tensor input = in.tensor("input");
    if (input.elements() == 0) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: input %s has no elements", in.op().name(), input));
    }
    double min = 0;
    double max = 0;
    double[] buffer = new double[4096];
    for (long start = 0; start < input.elements(); start += buffer.length) {
      int count = (int) Math.min(buffer.length, input.elements() - start);
      ElementRuns.read(input, start, buffer, count);
      for (int i = 0; i < count; i++) {
        min = Math.min(min, buffer[i]);
        max = Math.max(max, buffer[i]);
      }
    }
    if (Double.isNaN(min)) {
      throw new InputException(
          String.format(Locale.ROOT, "%s: input %s contains NaN", in.op().name(), input));
    }
    return new Extremes(min, max);
  }

  private static List<Tensor> affine(KernelArguments in) {
    Extremes range = extremes(in);
    DType type = in.tensor("input").dtype();
    long min = in.integer("quant_min");
    long max = in.integer("quant_max");
    double width = type.round(range.max - range.min);
    // Epsilon is a float32 vector, so that from here on everything is float32.
    float scale = (float) Math.max(type.round(width / (float) (max - min)), (float) in.real("eps"));
    // Out of the range of 32 bits the conversion gives the smallest integer, and the difference
    // wraps.
    int steps = truncated((float) Math.rint((float) range.min / scale));
    return parameters(in, scale, Math.clamp((int) min - steps, min, max));
  }

  private static int truncated(float value) {
    return value >= -0x1p31f && value < 0x1p31f ? (int) value : Integer.MIN_VALUE;
  }

  private static List<Tensor> symmetric(KernelArguments in) {
    Extremes range = extremes(in);
    DType type = in.tensor("input").dtype();
    double half = (in.integer("quant_max") - in.integer("quant_min")) / 2.0;
    double largest = Math.max(-range.min, range.max);
    double scale = Math.max(type.round(largest / (float) half), (float) in.real("eps"));
    boolean unsigned = in.dtype("dtype").orElseThrow() == DType.UINT8;
    return parameters(in, scale, unsigned ? 128 : 0);
  }

  private static List<Tensor> parameters(KernelArguments in, double scale, long zeroPoint) {
    Tensor scales = in.allocateResult(0);
    Tensor zeroPoints = in.allocateResult(1);
    scales.setDouble(0, scale);
    zeroPoints.setLong(0, zeroPoint);
    return List.of(scales, zeroPoints);
  }

  private static Lanes tokens(KernelArguments in) {
    Tensor input = in.tensor("input");
    boolean[] along = new boolean[input.shape().rank()];
    along[along.length - 1] = true;
    return Lanes.over(in, input, along);
  }

  private static List<Tensor> perToken(KernelArguments in) {
    Lanes tokens = tokens(in);
    Tensor scales = in.allocateResult(0);
    DType type = scales.dtype();
    double least = type.round(1e-5);
    for (long row = 0; row < tokens.rows(); row++) {
      double largest = 0;
      for (int i = 0; i < tokens.length(); i++) {
        largest = Math.max(largest, Math.abs(tokens.real(row, i)));
      }
      scales.setDouble(row, Math.max(largest, least) / 127);
    }
    return List.of(scales, in.allocateResult(1));
  }

  /**
   * To signed bytes. The zero point comes from the end of the range where rounding the scale does
   * less harm.
   */
  private static List<Tensor> perTokenAsymmetric(KernelArguments in) {
    Lanes tokens = tokens(in);
    Tensor scales = in.allocateResult(0);
    Tensor zeroPoints = in.allocateResult(1);
    DType type = tokens.data().dtype();
    for (long row = 0; row < tokens.rows(); row++) {
      double low = 0;
      double high = 0;
      for (int i = 0; i < tokens.length(); i++) {
        low = Math.min(low, tokens.real(row, i));
        high = Math.max(high, tokens.real(row, i));
      }
      double width = type.round(high - low);
      double scale = Math.max(type.round(width / 255), type.round(FLOAT32_EPSILON));
      double below = type.round(low / scale);
      double above = type.round(high / scale);
      double errors = type.round(type.round(-128 + below) + type.round(127 + above));
      double zeroPoint = type.round(errors > 0 ? -128 - below : 127 - above);
      scales.setDouble(row, scale);
      zeroPoints.setDouble(row, Math.rint(Math.min(Math.max(zeroPoint, -128), 127)));
    }
    return List.of(scales, zeroPoints);
  }
}
