package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ClErrorTest {
  @Test
  void codesAreThoseOfTheHeaders() {
    assertThat(ClError.of(-5)).hasValue(ClError.OUT_OF_RESOURCES);
    assertThat(ClError.of(-19)).hasValue(ClError.KERNEL_ARG_INFO_NOT_AVAILABLE);
    assertThat(ClError.of(-30)).hasValue(ClError.INVALID_VALUE);
    assertThat(ClError.of(-61)).hasValue(ClError.INVALID_BUFFER_SIZE);
    assertThat(ClError.of(-72)).hasValue(ClError.MAX_SIZE_RESTRICTION_EXCEEDED);
    assertThat(ClError.of(-1001)).hasValue(ClError.PLATFORM_NOT_FOUND_KHR);
    assertThat(ClError.values()).hasLength(1 + 19 + 43 + 1);
  }

  @Test
  void everyCodeHasANameAndAnAdvice() {
    for (ClError error : ClError.values()) {
      assertThat(ClError.describe(error.code()))
          .isEqualTo("CL_" + error + " (" + error.code() + ")");
      assertThat(ClError.advice(error.code())).isNotEmpty();
    }
  }

  @Test
  void aCodeThatNobodyKnowsIsReportedAsItIs() {
    assertThat(ClError.describe(-9999)).isEqualTo("an error that OpenCL does not name (-9999)");
    assertThat(ClError.advice(-9999)).contains("update the driver");
  }

  @Test
  void onlyALostDeviceIsLost() {
    assertThat(Arrays.stream(ClError.values()).filter(error -> ClError.lost(error.code())).toList())
        .containsExactly(ClError.DEVICE_NOT_AVAILABLE, ClError.INVALID_DEVICE);
  }
}
