package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

final class DeviceExceptionTest {
  @Test
  void saysWhatFailedByWhichErrorAndWhatToDo() {
    DeviceException e = DeviceException.of("running the kernel k on X", -5);
    assertThat(e)
        .hasMessageThat()
        .startsWith("running the kernel k on X failed: CL_OUT_OF_RESOURCES (-5); the device ran");
    assertThat(e).hasMessageThat().contains("use a smaller batch");
    assertThat(e.code()).isEqualTo(-5);
    assertThat(e.deviceLost()).isFalse();
  }

  @Test
  void aLostDeviceIsToldApart() {
    DeviceException e = DeviceException.of("waiting for the queue on X", -2);
    assertThat(e.deviceLost()).isTrue();
    assertThat(e).hasMessageThat().contains("CL_DEVICE_NOT_AVAILABLE (-2); the device is lost");
    assertThat(e).hasMessageThat().contains("start this program anew");
  }

  @Test
  void aBuildFailureHasTheLogAndTheFirstLinesOfTheSource() {
    String source = "first line\n" + "more\n".repeat(30);
    DeviceException e = DeviceException.ofBuild("building", -11, "1:1: no such type", source);
    assertThat(e).hasMessageThat().contains("CL_BUILD_PROGRAM_FAILURE (-11)");
    assertThat(e).hasMessageThat().contains("1:1: no such type");
    assertThat(e).hasMessageThat().contains("the first 20 of 31 lines of the source:");
    assertThat(e).hasMessageThat().contains("first line");
    assertThat(String.valueOf(e.getMessage()).lines().filter("more"::equals).count()).isEqualTo(19);
  }

  @Test
  void anEmptyLogIsCalledEmpty() {
    DeviceException e = DeviceException.ofBuild("building", -11, " ", "x");
    assertThat(e).hasMessageThat().contains("the compiler's log is empty");
  }

  @Test
  void onlyFailureThrows() {
    DeviceException.check("nothing", 0);
    assertThrows(DeviceException.class, () -> DeviceException.check("something", -30));
  }
}
