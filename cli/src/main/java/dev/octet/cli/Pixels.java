package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;

/**
 * How pixels become numbers: float = (pixel · scale − mean) / std.
 *
 * @param mean one value, or one for each channel
 * @param std likewise
 */
record Pixels(double scale, ImmutableList<Double> mean, ImmutableList<Double> std) {

  /**
   * Images as a float32 batch.
   *
   * @param images u8 (count, channels, height, width)
   * @param first the first image of the batch
   * @param size of the batch; beyond the last image the last one is repeated
   */
  Tensor batch(Tensor images, long first, int size, Arena arena) {
    Shape shape = images.shape();
    if (images.dtype() != DType.UINT8 || shape.rank() != 4) {
      throw new InputException(
          "the images are " + images + ", expected u8[count, channels, height, width]");
    }
    int channels = Math.toIntExact(shape.size(1));
    double[] means = perChannel(mean, channels, "--mean");
    double[] deviations = perChannel(std, channels, "--std");
    int plane = Math.toIntExact(shape.size(2) * shape.size(3));
    float[] values = new float[size * channels * plane];
    for (int n = 0; n < size; n++) {
      long image = Math.min(first + n, shape.size(0) - 1);
      for (int c = 0; c < channels; c++) {
        for (int p = 0; p < plane; p++) {
          long pixel = images.getLong((image * channels + c) * plane + p);
          values[(n * channels + c) * plane + p] =
              (float) ((pixel * scale - means[c]) / deviations[c]);
        }
      }
    }
    return Tensor.allocate(
            arena, DType.FLOAT32, Shape.of(size, channels, shape.size(2), shape.size(3)))
        .setFloats(values);
  }

  private static double[] perChannel(List<Double> given, int channels, String option) {
    if (given.size() != 1 && given.size() != channels) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s has %d values, the images have %d channels; give one value or one for each"
                  + " channel",
              option,
              given.size(),
              channels));
    }
    double[] values = new double[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = given.get(given.size() == 1 ? 0 : c);
    }
    return values;
  }
}
