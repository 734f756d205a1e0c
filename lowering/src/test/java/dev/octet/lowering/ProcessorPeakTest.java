package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.tensor.DType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProcessorPeakTest {
  private static final double MILLION = 1e6;

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "FLOAT32"})
  void peakIsFarAboveWhatScalarCodeReaches(DType dtype) {
    assumeTrue(NativeKernels.areThere(), () -> Target.cpu().missingLibrary().orElseThrow());
    assertThat(ProcessorPeak.measure(Target.cpu().threads(1), dtype)).isGreaterThan(500 * MILLION);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT8", "FLOAT32"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherTypesAreRefused(DType dtype) {
    assertThrows(IllegalArgumentException.class, () -> ProcessorPeak.measure(Target.cpu(), dtype));
  }
}
