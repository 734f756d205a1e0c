package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  @Test
  void anotherProcessorChangesNothingElse() {
    Target cpu =
        Target.cpu()
            .threads(3)
            .autocast(DType.BFLOAT16)
            .requireInt8Coverage(0.5)
            .allowSaturation()
            .profile();
    Target xpu = cpu.toXpu();
    assertThat(xpu.device()).hasValue("any");
    assertThat(xpu.isProfiling()).isTrue();
    assertThat(xpu.toCpu().toOptions()).isEqualTo(cpu.toOptions());
    assertThat(xpu.toCpu().isProfiling()).isTrue();
  }

  @Test
  void chosenDeviceStays() {
    assertThat(Target.xpu().device("gpu").toXpu().device()).hasValue("gpu");
    assertThat(Target.xpu().device("gpu").toCpu().device()).isEmpty();
  }

  @Test
  void deviceNeedsItsDriver() {
    assertThrows(InputException.class, () -> Target.xpu().portable());
    assertThrows(InputException.class, () -> Target.cpu().portable().toXpu());
  }

  @Test
  void processorHasNoDevices() {
    assertThrows(InputException.class, () -> Target.cpu().device("gpu"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "warp", "-1", "name:"})
  void textThatNamesNoDeviceIsRefused(String choice) {
    InputException thrown = assertThrows(InputException.class, () -> Target.xpu().device(choice));
    assertThat(thrown).hasMessageThat().contains("names no device");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 1025, 8000, Integer.MAX_VALUE})
  void numberOfThreadsThatNobodyHasIsRefused(int threads) {
    Target target = Target.cpu();
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> target.threads(threads));
    assertThat(thrown).hasMessageThat().contains("expected 1 to 1024");
    assertThat(target.threads(1024).threads()).isEqualTo(1024);
  }

  @Test
  void savedTargetComesBack() {
    Target target = Target.xpu().device("name:arc").threads(2).autocast(DType.BFLOAT16);
    assertThat(Target.of(target.toOptions()).toOptions()).isEqualTo(target.toOptions());
  }

  @Test
  void textSaysWhatWasAskedFor() {
    assertThat(Target.cpu().threads(1).portable().toString()).isEqualTo("cpu, 1 thread, portable");
    assertThat(
            Target.xpu()
                .device("gpu")
                .threads(2)
                .autocast(DType.BFLOAT16)
                .requireInt8Coverage(0.5)
                .toString())
        .isEqualTo("xpu gpu, 2 threads, autocast bf16, int8 coverage at least 0.5");
  }
}
