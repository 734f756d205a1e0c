package dev.octet.lowering.onednn;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.Requires;
import dev.octet.lowering.device.Device;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OneDnnGpuTest {
  private static DeviceDescription made(String name, String vendor, DeviceType type) {
    return DeviceDescription.builder().name(name).vendor(vendor).type(type).build();
  }

  @Test
  void onlyIntelGpusAreAskedFor() {
    AtomicInteger asked = new AtomicInteger();
    for (DeviceDescription other :
        new DeviceDescription[] {
          made("H200", "NVIDIA Corporation", DeviceType.GPU),
          made("gfx90a", "Advanced Micro Devices, Inc.", DeviceType.GPU),
          made("Xeon", "Intel(R) Corporation", DeviceType.CPU),
          made("pthread-skylake", "GenuineIntel", DeviceType.CPU)
        }) {
      Optional<String> reason =
          OneDnnGpu.unavailable(
              other,
              () -> {
                asked.incrementAndGet();
                return Optional.empty();
              });
      assertThat(reason.orElseThrow())
          .isEqualTo(
              "its kernels for OpenCL are for Intel GPUs, and "
                  + other.name()
                  + " ("
                  + other.vendor()
                  + ") is none");
    }
    assertThat(asked.get()).isEqualTo(0);
  }

  @Test
  void theLibraryDecidesOnIntelGpus() {
    DeviceDescription arc = made("Arc A770", "Intel(R) Corporation", DeviceType.GPU);
    assertThat(OneDnnGpu.unavailable(arc, Optional::empty)).isEmpty();
    assertThat(OneDnnGpu.unavailable(arc, () -> Optional.of("too old"))).hasValue("too old");
  }

  /** What a library that does not take a GPU does; asked here although the device is none. */
  @Test
  void anotherDeviceIsRefusedByTheLibrary() {
    Requires.device();
    Requires.oneDnn();
    Device device = DeviceChoice.any().choose();
    assumeTrue(!device.description().intelGpu(), "the library takes this one");
    OneDnnGpu.Creation creation = OneDnnGpu.creation(device);
    assertThat(creation.failure())
        .startsWith("oneDNN: creating the engine of " + device.description().name() + " failed: ");
    assertThat(creation.engine().address()).isEqualTo(0);
    assertThat(OneDnnGpu.creation(device)).isSameInstanceAs(creation);
  }
}
