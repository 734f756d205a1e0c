package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many images a calibration batch has. */
final class ImageBatchesTest {
  @ParameterizedTest
  @CsvSource({
    "256, 3, 32, 128",
    "3, 3, 32, 128",
    "2, 3, 224, 27",
    "2, 3, 299, 15",
    "1, 3, 2048, 1",
    "0, 3, 32, 128"
  })
  void asManyAsMemoryHolds(int count, int channels, int side, int expected) {
    Tensor pixels = Tensor.allocate(DType.UINT8, Shape.of(count, channels, side, side));
    assertThat(ImageBatches.forCalibration(pixels)).isEqualTo(expected);
  }
}
