package dev.octet.lowering.fuse;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.DType;
import org.junit.jupiter.api.Test;

/** How integers stand for numbers. */
final class AffineTest {
  private static boolean fullRange(DType dtype, long min, long max) {
    return new Affine(dtype, 0.1, 0, min, max).isFullRange();
  }

  @Test
  void theRangeIsFullIfItLeavesNoValueOfTheTypeOut() {
    assertThat(fullRange(DType.UINT8, 0, 255)).isTrue();
    assertThat(fullRange(DType.INT8, -128, 127)).isTrue();
    assertThat(fullRange(DType.INT8, -1000, 1000)).isTrue();
    assertThat(fullRange(DType.UINT8, 1, 255)).isFalse();
    assertThat(fullRange(DType.UINT8, 0, 254)).isFalse();
    assertThat(fullRange(DType.INT8, -127, 127)).isFalse();
  }

  @Test
  void theScaleIsRoundedToFloatAsOperatorsDo() {
    assertThat(new Affine(DType.UINT8, 0.1, 0, 0, 255).scaleAsFloat()).isEqualTo(0.1f);
  }
}
