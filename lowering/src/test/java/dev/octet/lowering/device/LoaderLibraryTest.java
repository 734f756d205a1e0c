package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.lowering.library.PlatformName.OperatingSystem;
import org.junit.jupiter.api.Test;

final class LoaderLibraryTest {
  @Test
  void aMissingLoaderIsAnsweredWithWhatToInstall() {
    String message = LoaderLibrary.missing(LoaderLibrary.ofSystem(OperatingSystem.LINUX));
    assertThat(message).startsWith("no loader of OpenCL: neither libOpenCL.so.1 nor the artifact");
    assertThat(message).contains("org.bytedeco:opencl:3.0-1.5.13");
    assertThat(message).contains("ocl-icd-libopencl1");
    assertThat(message).contains("intel-opencl-icd for Intel GPUs, pocl-opencl-icd for CPUs");
  }

  @Test
  void everySystemHasItsOwn() {
    assertThat(LoaderLibrary.ofSystem(OperatingSystem.WINDOWS)).isEqualTo("OpenCL.dll");
    assertThat(LoaderLibrary.ofSystem(OperatingSystem.MAC)).contains("OpenCL.framework");
  }

  @Test
  void aPropertyThatNamesNoLibraryIsNotPassedOver() {
    System.setProperty(LoaderLibrary.PROPERTY, "/nowhere/libOpenCL.so");
    try {
      DeviceException e = assertThrows(DeviceException.class, LoaderLibrary::lookup);
      assertThat(e)
          .hasMessageThat()
          .isEqualTo(
              "the property octet.opencl.library names /nowhere/libOpenCL.so, which cannot be"
                  + " loaded as the loader of OpenCL");
    } finally {
      System.clearProperty(LoaderLibrary.PROPERTY);
    }
  }
}
