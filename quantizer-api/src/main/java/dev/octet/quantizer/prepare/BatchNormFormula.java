package dev.octet.quantizer.prepare;

import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A BatchNorm in evaluation as a factor and an offset for each channel: {@code y = (x − mean) · r ·
 * γ + β} with {@code r = 1 / sqrt(variance + eps)}, each step rounded to float32 as PyTorch does.
 */
final class BatchNormFormula {
  private final float[] mean;
  private final float[] inverse;
  private final float[] gamma;
  private final float[] beta;

  /** The tensors have one element for each channel; an absent weight is 1, an absent bias 0. */
  BatchNormFormula(
      @Nullable Tensor weight, @Nullable Tensor bias, Tensor mean, Tensor variance, double eps) {
    this.mean = floats(mean);
    float[] variances = floats(variance);
    int channels = variances.length;
    this.inverse = new float[channels];
    this.gamma = weight == null ? filled(channels, 1) : floats(weight);
    this.beta = bias == null ? new float[channels] : floats(bias);
    for (int c = 0; c < channels; c++) {
      inverse[c] = 1 / (float) Math.sqrt(variances[c] + (float) eps);
    }
  }

  int channels() {
    return inverse.length;
  }

  /**
   * A weight whose results need no BatchNorm any more.
   *
   * @param axis of the output channels
   * @param groups of a transposed convolution, whose axis 1 holds the channels of one group; else 1
   */
  Tensor weight(Tensor weight, int axis, long groups) {
    float[] values = floats(weight);
    long inner = 1;
    for (int d = axis + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    long channels = weight.shape().size(axis);
    long perGroup = axis == 0 ? 0 : weight.shape().size(0) / groups;
    // Rows of one channel each.
    int row = Math.toIntExact(inner);
    for (int start = 0, n = 0; start < values.length; start += row, n++) {
      long channel = n % channels;
      if (axis != 0) {
        // Of a transposed convolution axis 0 runs over the inputs of one group after the other.
        channel += n / channels / perGroup * channels;
      }
      float factor = gamma[(int) channel] * inverse[(int) channel];
      for (int i = start; i < start + row; i++) {
        values[i] *= factor;
      }
    }
    return of(weight.dtype(), weight, values);
  }

  /** The bias that goes with {@link #weight}; {@code bias} null is 0. */
  Tensor bias(@Nullable Tensor bias, DType dtype) {
    float[] values = bias == null ? new float[channels()] : floats(bias);
    for (int c = 0; c < values.length; c++) {
      values[c] = (values[c] - mean[c]) * inverse[c] * gamma[c] + beta[c];
    }
    return Tensor.of(values, values.length).to(dtype, Arena.ofAuto());
  }

  private static Tensor of(DType dtype, Tensor like, float[] values) {
    return Tensor.allocate(DType.FLOAT32, like.shape()).setFloats(values).to(dtype, Arena.ofAuto());
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  private static float[] floats(Tensor tensor) {
    return tensor.to(DType.FLOAT32, Arena.ofAuto()).toFloatArray();
  }
}
