package dev.octet.lowering.device;

import static com.google.common.truth.Truth.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProgramKeyTest {
  private static DeviceDescriptionBuilder device() {
    return DeviceDescription.builder().platform("p").platformVersion("1").name("n").driver("d");
  }

  @Test
  void whateverChangesTheBinaryChangesTheKey() {
    List<ProgramKey> keys =
        List.of(
            ProgramKey.of(device().build(), "o", "s"),
            ProgramKey.of(device().build(), "o", "t"),
            ProgramKey.of(device().build(), "q", "s"),
            ProgramKey.of(device().driver("e").build(), "o", "s"),
            ProgramKey.of(device().name("m").build(), "o", "s"),
            ProgramKey.of(device().vendor("v").build(), "o", "s"),
            ProgramKey.of(device().version("2").build(), "o", "s"),
            ProgramKey.of(device().platform("q").build(), "o", "s"),
            ProgramKey.of(device().platformVersion("2").build(), "o", "s"),
            ProgramKey.of(device().build(), "os", ""));
    Set<ProgramKey> different = new HashSet<>(keys);
    assertThat(different).hasSize(keys.size());
  }

  @Test
  void whatDoesNotChangeItDoesNot() {
    assertThat(ProgramKey.of(device().computeUnits(99).build(), "o", "s"))
        .isEqualTo(ProgramKey.of(device().build(), "o", "s"));
    assertThat(ProgramKey.of(device().build(), "o", "s").text()).matches("[0-9a-f]{64}");
  }

  @Test
  void optionsAskForExactArithmeticAndTheLatestLanguage() {
    assertThat(ProgramBuilder.options(device().openClC("1.2").build())).isEqualTo("-cl-std=CL1.2");
    assertThat(ProgramBuilder.options(device().openClC("2.0").build())).isEqualTo("-cl-std=CL2.0");
    assertThat(
            ProgramBuilder.options(device().openClC("3.0").correctlyRoundedDivision(true).build()))
        .isEqualTo("-cl-std=CL3.0 -cl-fp32-correctly-rounded-divide-sqrt");
  }
}
