package dev.octet.lowering.library;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlatformNameTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, macosx-arm64",
    "Mac OS X, x86_64, macosx-x86_64",
    "Windows 11, amd64, windows-x86_64",
  })
  void namesAreThoseOfTheArtifacts(String system, String processor, String expected) {
    assertThat(PlatformName.of(system, processor).map(PlatformName::classifier)).hasValue(expected);
  }

  @Test
  void othersHaveNone() {
    assertThat(PlatformName.of("Linux", "riscv64")).isEmpty();
    assertThat(PlatformName.of("AIX", "ppc64")).isEmpty();
  }
}
