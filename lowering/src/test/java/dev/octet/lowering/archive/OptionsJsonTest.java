package dev.octet.lowering.archive;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.program.FormatException;
import dev.octet.tensor.DType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts themselves: files that users have must stay readable. */
final class OptionsJsonTest {
  private static CompileOptions options(Optional<String> device) {
    return new CompileOptions(
        OptionalInt.of(3),
        Optional.of(DType.BFLOAT16),
        OptionalDouble.of(0.5),
        true,
        false,
        device);
  }

  private static CompileOptions read(String json) {
    return OptionsJson.read(json.getBytes(StandardCharsets.UTF_8), "m.octet");
  }

  private static String written(CompileOptions options) {
    return new String(OptionsJson.write(options), StandardCharsets.UTF_8);
  }

  @Test
  void optionsOfTheProcessorHaveNoChoice() {
    String json = written(options(Optional.empty()));
    assertThat(json)
        .isEqualTo(
            """
            {"device":"cpu","threads":3,"autocast":"bf16","require_int8_coverage":0.5,\
            "allow_saturation":true,"portable":false}\
            """);
    assertThat(read(json)).isEqualTo(options(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "cpu", "gpu", "accelerator", "2", "name:Arc \"A770\""})
  void choiceOfADeviceComesBack(String choice) {
    CompileOptions options = options(Optional.of(choice));
    assertThat(written(options)).startsWith("{\"device\":\"xpu\",\"device_choice\":");
    assertThat(read(written(options))).isEqualTo(options);
  }

  @Test
  void orderOfTheKeysDoesNotMatter() {
    assertThat(read("{\"device_choice\":\"gpu\",\"device\":\"xpu\"}").device()).hasValue("gpu");
  }

  @Test
  void nothingIsRequired() {
    assertThat(read("{}"))
        .isEqualTo(
            new CompileOptions(
                OptionalInt.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                false,
                false,
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"device\":\"tpu\"}|the option 'device' is \"tpu\"",
        "{\"threads\":0}|the option 'threads' is 0, expected 1 to 1024",
        "{\"threads\":1025}|the option 'threads' is 1025, expected 1 to 1024",
        "{\"device\":\"xpu\"}|device_choice' belongs to 'device': 'xpu'",
        "{\"device_choice\":\"any\"}|device_choice' belongs to 'device': 'xpu'",
        "{\"device\":\"cpu\",\"device_choice\":\"any\"}|device_choice' belongs to",
        "{\"device\":\"xpu\",\"device_choice\":0}|the option 'device_choice' is 0",
        "{\"device\":\"xpu\",\"device_choice\":\"warp\"}|the option 'device_choice' is \"warp\"",
        "{\"device\":\"xpu\",\"device_choice\":\"any\",\"portable\":true}|portable' excludes",
      })
  void choicesThatMakeNoSenseAreRefused(String json, String message) {
    FormatException thrown = assertThrows(FormatException.class, () -> read(json));
    assertThat(thrown).hasMessageThat().startsWith("m.octet: ");
    assertThat(thrown).hasMessageThat().contains(message);
  }
}
