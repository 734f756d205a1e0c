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

  private static boolean suits(DType dtype, double scale, long zeroPoint) {
    return new Affine(dtype, scale, zeroPoint, 0, 100).suitsIntegers();
  }

  @Test
  void kernelsComputeWithZeroPointsAmongTheIntegersAndStepsThatHaveAnInverse() {
    assertThat(suits(DType.UINT8, 0.1, 0)).isTrue();
    assertThat(suits(DType.UINT8, 0.1, 255)).isTrue();
    assertThat(suits(DType.UINT8, 0.1, 256)).isFalse();
    assertThat(suits(DType.UINT8, 0.1, -1)).isFalse();
    assertThat(suits(DType.INT8, 0.1, -128)).isTrue();
    assertThat(suits(DType.INT8, 0.1, 128)).isFalse();
    assertThat(suits(DType.INT8, 0.1, 1L << 40)).isFalse();
    assertThat(suits(DType.INT8, 0, 0)).isFalse();
    assertThat(suits(DType.INT8, 1e-40, 0)).isFalse();
    assertThat(suits(DType.INT8, 1e-50, 0)).isFalse();
    assertThat(suits(DType.INT8, 1e300, 0)).isFalse();
    assertThat(suits(DType.INT8, Double.NaN, 0)).isFalse();
    assertThat(suits(DType.INT8, -0.1, 0)).isFalse();
  }

  @Test
  void theScaleIsRoundedToFloatAsOperatorsDo() {
    assertThat(new Affine(DType.UINT8, 0.1, 0, 0, 255).scaleAsFloat()).isEqualTo(0.1f);
  }
}
