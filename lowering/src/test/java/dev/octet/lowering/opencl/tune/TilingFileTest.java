package dev.octet.lowering.opencl.tune;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.lowering.device.DeviceDescription;
import dev.octet.lowering.device.DeviceType;
import dev.octet.lowering.opencl.template.Tiling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TilingFileTest {
  private static final String PROPERTY = "octet.tuning.cache";

  @TempDir private Path folder;

  @BeforeEach
  void keepElsewhere() {
    System.setProperty(PROPERTY, folder.resolve("tuning").toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  private static DeviceDescription device(String driver, int items) {
    return DeviceDescription.builder()
        .name("a device")
        .driver(driver)
        .type(DeviceType.GPU)
        .maxWorkGroupSize(items)
        .localMemory(65536)
        .build();
  }

  @Test
  void everyCandidateIsKeptForItsDeviceAndDriver() {
    DeviceDescription device = device("1.0", 1024);
    assertThat(TilingFile.read(device)).isEmpty();
    for (Tiling tiling : Candidates.of(device)) {
      TilingFile.write(device, tiling);
      assertThat(TilingFile.read(device)).hasValue(tiling);
    }
    assertThat(TilingFile.read(device("1.1", 1024))).isEmpty();
    // What the device can do counts, not what the file says.
    assertThat(TilingFile.read(device("1.0", 16))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"version\" : 1', '\"version\" : 2'",
    "'\"version\" : 1,', ''",
    "'\"rows\" : 6', '\"rows\" : 0'",
    "'\"rows\" : 6', '\"rows\" : 6000'",
    "'\"lanes\" : 16', '\"lanes\" : 5'",
    "'\"wide\" : true', '\"wide\" : 7'",
    "'\"each\" : 4', '\"each\" : 3'",
    "'\"depth\" : 8', '\"depth\" : -8'",
    "'a device', 'another device'",
    "'{', '['",
  })
  void aDamagedFileCountsAsNone(String from, String to) throws IOException {
    DeviceDescription device = device("1.0", 1024);
    TilingFile.write(device, Tiling.of(device));
    Path path = TilingFile.path(device);
    String text = Files.readString(path);
    assertThat(text).contains(from);
    Files.writeString(path, text.replace(from, to));
    assertThat(TilingFile.read(device)).isEmpty();
    Files.writeString(path, text.substring(0, text.length() / 2));
    assertThat(TilingFile.read(device)).isEmpty();
    Files.writeString(path, "");
    assertThat(TilingFile.read(device)).isEmpty();
  }
}
