package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The command starts on the module path, with the exit codes that its help promises. */
final class CommandTest {

  @Test
  void versionIsPrinted() throws IOException, InterruptedException {
    OctetProcess run = OctetProcess.run("--version");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("octet ");
    assertThat(run.exitCode()).isEqualTo(0);
  }

  @Test
  void unknownCommandIsAUsageError() throws IOException, InterruptedException {
    OctetProcess run = OctetProcess.run("conjure");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("conjure");
    assertThat(run.out()).isEmpty();
  }
}
