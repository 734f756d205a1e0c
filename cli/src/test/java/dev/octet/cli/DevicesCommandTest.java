package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.lowering.DeviceInfo;
import dev.octet.lowering.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DevicesCommandTest {
  private static String table(DeviceInfo device) {
    StringWriter out = new StringWriter();
    try (PrintWriter writer = new PrintWriter(out)) {
      DevicesTable.print(List.of(device), writer);
    }
    return out.toString();
  }

  @Test
  void theTableSaysWhatADeviceIsAndCanDo() {
    String table = table(SampleDevice.INTEL);
    assertThat(table)
        .containsMatch("1 +gpu +Intel\\(R\\) Arc\\(TM\\) A770 +Intel.* Graphics +3\\.0 +24\\.35");
    assertThat(table).containsMatch("1 +512 +16\\.0 GiB +4\\.0 GiB +64\\.0 KiB");
    assertThat(table)
        .contains("sub-groups of 8/16/32, cl_khr_integer_dot_product, fp16, bf16 conversions");
    assertThat(table).doesNotContain("doubles");
  }

  @Test
  void jsonHasTheSame() throws IOException {
    JsonNode device =
        new ObjectMapper().readTree(DevicesTable.json(List.of(SampleDevice.INTEL))).get(0);
    assertThat(device.get("index").asInt()).isEqualTo(1);
    assertThat(device.get("type").asText()).isEqualTo("gpu");
    assertThat(device.get("memory_bytes").asLong()).isEqualTo(16L << 30);
    assertThat(device.get("sub_group_sizes").size()).isEqualTo(3);
    assertThat(device.get("integer_dot_product").asBoolean()).isTrue();
    assertThat(device.get("doubles").asBoolean()).isFalse();
  }

  @Test
  void devicesOfThisMachineAreListed() throws IOException {
    Requires.device();
    CommandTrial trial = CommandTrial.run("devices");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.OK);
    CommandTrial json = CommandTrial.run("devices", "--json");
    for (JsonNode device : new ObjectMapper().readTree(json.out())) {
      assertThat(trial.out()).contains(device.get("name").asText());
    }
    assertThat(json.out()).contains("\"index\" : 0");
  }

  @Test
  void withoutADeviceTheCommandSaysWhatToInstall() {
    assumeTrue(Devices.unavailable().isPresent(), "this machine has a device");
    CommandTrial trial = CommandTrial.run("devices");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("install");
  }
}
