package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceChoiceTest {
  private static final List<DeviceDescription> DEVICES =
      List.of(
          device("Portable Computing Language", "pthread-skylake", "GenuineIntel", DeviceType.CPU),
          device("Some FPGA", "Board 5", "Maker", DeviceType.ACCELERATOR),
          device("Other CUDA", "GeForce", "Other", DeviceType.GPU),
          device("Intel(R) OpenCL Graphics", "Arc A770", "Intel(R) Corporation", DeviceType.GPU),
          device("Intel(R) OpenCL Graphics", "Iris Xe", "Intel(R) Corporation", DeviceType.GPU));

  private static DeviceDescription device(
      String platform, String name, String vendor, DeviceType type) {
    return DeviceDescription.builder()
        .platform(platform)
        .name(name)
        .vendor(vendor)
        .type(type)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "any, 3",
    "gpu, 3",
    "GPU, 3",
    "cpu, 0",
    "accelerator, 1",
    "0, 0",
    "2, 2",
    "name:iris, 4",
    "name:IRIS, 4",
    "name:intel, 3",
    "name:portable, 0",
  })
  void theDeviceThatIsMeant(String choice, int expected) {
    assertThat(DeviceChoice.parse(choice).choose(DEVICES)).isEqualTo(expected);
  }

  @Test
  void withoutAnIntelGpuAnotherThenAnAcceleratorThenTheProcessor() {
    assertThat(DeviceChoice.any().choose(DEVICES.subList(0, 3))).isEqualTo(2);
    assertThat(DeviceChoice.any().choose(DEVICES.subList(0, 2))).isEqualTo(1);
    assertThat(DeviceChoice.any().choose(DEVICES.subList(0, 1))).isEqualTo(0);
  }

  @Test
  void everythingThatIsGivenMustHold() {
    DeviceChoice choice =
        new DeviceChoice(Optional.of("Graphics"), Optional.of(DeviceType.GPU), OptionalInt.of(4));
    assertThat(choice.choose(DEVICES)).isEqualTo(4);
    DeviceChoice none =
        new DeviceChoice(Optional.of("arc"), Optional.of(DeviceType.CPU), OptionalInt.of(3));
    DeviceException e = assertThrows(DeviceException.class, () -> none.choose(DEVICES));
    assertThat(e).hasMessageThat().startsWith("no device for 3 and cpu and name:arc;");
  }

  @Test
  void whatIsNotThereIsAnsweredWithWhatThereIs() {
    DeviceException e =
        assertThrows(
            DeviceException.class, () -> DeviceChoice.parse("7").choose(DEVICES.subList(0, 2)));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "no device for 7; choose one of these: 0 (cpu, pthread-skylake, Portable Computing"
                + " Language), 1 (accelerator, Board 5, Some FPGA)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tpu", "-1", "name:", "1.5"})
  void whatNamesNoDeviceIsRefused(String text) {
    DeviceException e = assertThrows(DeviceException.class, () -> DeviceChoice.parse(text));
    assertThat(e).hasMessageThat().contains("'" + text + "' names no device; expected an index");
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "gpu", "3", "name:arc"})
  void aChoiceIsWrittenAsItIsRead(String text) {
    assertThat(DeviceChoice.parse(text).toString()).isEqualTo(text);
  }

  @Test
  void aDeviceOfThisMachineIsChosen() {
    assertThat(Device.all()).contains(TestDevice.get());
  }
}
