package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The loops against their definitions, one value at a time. */
final class FloatKernelTest {
  private final Random random = new Random(7);

  private float[] values(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(6)));
    }
    return values;
  }

  @Test
  void ranges() {
    for (int size = 1; size < 200; size++) {
      float[] values = values(size);
      switch (size % 5) {
        case 1 -> values[random.nextInt(size)] = Float.NaN;
        case 2 -> values[random.nextInt(size)] = Float.intBitsToFloat(0xffc00001);
        case 3 -> values[random.nextInt(size)] = Float.NEGATIVE_INFINITY;
        default -> values[random.nextInt(size)] = -0f;
      }
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (float value : values) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      float[] found = new float[2];
      FloatKernel.range(Tensor.of(values, size).segment(), 0, size, found);
      assertWithMessage("size %s", size).that(found).isEqualTo(new float[] {min, max});
    }
  }

  @Test
  void counts() {
    for (int bins : new int[] {1, 7, 100, 2048}) {
      for (int size : new int[] {1, 15, 16, 1023, 1024, 5000}) {
        float[] values = values(size);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
          low = Math.min(low, value);
          high = Math.max(high, Math.nextUp(value));
        }
        int[] expected = new int[bins];
        for (float value : values) {
          expected[Math.min((int) ((value - low) * bins / (high - low)), bins - 1)]++;
        }
        int[] found = new int[bins];
        assertThat(
                FloatKernel.countBins(Tensor.of(values, size).segment(), 0, size, low, high, found))
            .isTrue();
        assertWithMessage("%s bins, %s values", bins, size).that(found).isEqualTo(expected);
        for (float bad :
            new float[] {Float.NaN, -Float.NaN, Math.nextUp(high), Math.nextDown(low)}) {
          float[] outside = values.clone();
          outside[random.nextInt(size)] = bad;
          assertThat(
                  FloatKernel.countBins(
                      Tensor.of(outside, size).segment(), 0, size, low, high, found))
              .isFalse();
        }
      }
    }
  }

  @Test
  void bothZerosLieWithinARangeThatEndsAtZero() {
    Tensor zeros = Tensor.of(new float[] {0f, -0f}, 2);
    for (float zero : new float[] {0f, -0f}) {
      int[] low = new int[4];
      int[] high = new int[4];
      assertThat(FloatKernel.countBins(zeros.segment(), 0, 2, zero, 1, low)).isTrue();
      assertThat(FloatKernel.countBins(zeros.segment(), 0, 2, -1, zero, high)).isTrue();
      assertThat(low).isEqualTo(new int[] {2, 0, 0, 0});
      assertThat(high).isEqualTo(new int[] {0, 0, 0, 2});
    }
  }
}
