package dev.octet.quantizer.prepare;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
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
    this.mean = mean.toFloatArray();
    float[] variances = variance.toFloatArray();
    int channels = variances.length;
    this.inverse = new float[channels];
    this.gamma = weight == null ? filled(channels, 1) : weight.toFloatArray();
    this.beta = bias == null ? new float[channels] : bias.toFloatArray();
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
    long inner = 1;
    for (int d = axis + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    long channels = weight.shape().size(axis);
    long perGroup = axis == 0 ? 0 : weight.shape().size(0) / groups;
    Tensor result = Tensor.allocate(weight.dtype(), weight.shape());
    // Rows of one channel each.
    int row = Math.toIntExact(inner);
    float[] values = new float[row];
    long n = 0;
    for (long start = 0; start < weight.elements(); start += row, n++) {
      long channel = n % channels;
      if (axis != 0) {
        // Of a transposed convolution axis 0 runs over the inputs of one group after the other.
        channel += n / channels / perGroup * channels;
      }
      float factor = gamma[(int) channel] * inverse[(int) channel];
      weight.getFloats(start, values, row);
      for (int i = 0; i < row; i++) {
        values[i] *= factor;
      }
      result.setFloats(start, values, row);
    }
    return result;
  }

  /** The bias that goes with {@link #weight}; {@code bias} null is 0. */
  Tensor bias(@Nullable Tensor bias, DType dtype) {
    float[] values = bias == null ? new float[channels()] : bias.toFloatArray();
    for (int c = 0; c < values.length; c++) {
      values[c] = (values[c] - mean[c]) * inverse[c] * gamma[c] + beta[c];
    }
    return Tensor.allocate(dtype, Shape.of(values.length)).setFloats(values);
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }
}
