package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

final class DeviceQueryTest {
  @Test
  void descriptionsHoldTogether() {
    TestDevice.get();
    for (Device device : Device.all()) {
      DeviceDescription it = device.description();
      assertThat(it.name()).isNotEmpty();
      assertThat(it.platform()).isNotEmpty();
      assertThat(it.driver()).isNotEmpty();
      assertThat(it.version()).startsWith("OpenCL ");
      assertThat(it.openClCAtLeast(1, 0)).isTrue();
      assertThat(it.globalMemory()).isAtLeast(it.largestAllocation());
      assertThat(it.largestAllocation()).isAtLeast(1L << 20);
      assertThat(it.localMemory()).isGreaterThan(0L);
      assertThat(it.computeUnits()).isGreaterThan(0);
      assertThat(it.maxWorkGroupSize()).isGreaterThan(0L);
      assertThat(it.maxWorkItemSizes()).hasSize(3);
      assertThat(Long.bitCount(it.baseAlignment())).isEqualTo(1);
    }
  }

  @Test
  void versionsAreCompared() {
    DeviceDescription device = DeviceDescription.builder().openClC("2.1").build();
    assertThat(device.openClCAtLeast(1, 2)).isTrue();
    assertThat(device.openClCAtLeast(2, 1)).isTrue();
    assertThat(device.openClCAtLeast(2, 2)).isFalse();
    assertThat(device.openClCAtLeast(3, 0)).isFalse();
  }

  @Test
  void aMadeUpDeviceHasWhatItIsGiven() {
    DeviceDescription device =
        DeviceDescription.builder().vendor("Intel(R) Corporation").halves(true).build();
    assertThat(device.intelGpu()).isTrue();
    assertThat(device.halves()).isTrue();
    assertThat(device.doubles()).isFalse();
  }
}
