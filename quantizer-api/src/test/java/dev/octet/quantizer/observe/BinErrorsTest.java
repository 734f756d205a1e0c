package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BinErrorsTest {
  @Test
  void floorDivision() {
    assertThat(BinErrors.floorDivide(7, 2)).isEqualTo(3);
    assertThat(BinErrors.floorDivide(-7, 2)).isEqualTo(-4);
    assertThat(BinErrors.floorDivide(6, 2)).isEqualTo(3);
    assertThat(BinErrors.floorDivide(1, 0)).isPositiveInfinity();
    // 1 / 0.1f is 10 when rounded, but 0.1f is a little more than a tenth.
    assertThat(BinErrors.floorDivide(1, 0.1f)).isEqualTo(9);
  }

  /** The shortcut by the sign of the remainder agrees with the step-by-step division. */
  @Test
  void exactQuotientsAgreeWithFloorDivision() {
    Random random = new Random(3);
    for (int i = 0; i < 200_000; i++) {
      float levels = i % 2 == 0 ? 256 : 65536;
      float step = (float) Math.exp(random.nextGaussian() * 5);
      int whole = random.nextInt((int) levels + 10) - 5;
      float value = whole * step;
      for (float near : new float[] {value, Math.nextUp(value), Math.nextDown(value)}) {
        float expected = Math.clamp(BinErrors.floorDivide(near, step), 0, levels - 1);
        float found = Math.clamp(BinErrors.stepOf(near, step, levels), 0, levels - 1);
        assertWithMessage("%s / %s", near, step).that(found).isEqualTo(expected);
      }
    }
  }
}
