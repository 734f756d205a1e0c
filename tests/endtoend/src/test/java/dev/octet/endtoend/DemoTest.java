package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration, as typed in a shell. */
final class DemoTest {
  private static final String FILES =
      Path.of(System.getProperty("octet.root"), "examples", "shapes").toString();

  @TempDir Path folder;

  private OctetProcess demo(String... options) throws IOException, InterruptedException {
    String[] all = new String[options.length + 5];
    all[0] = "demo";
    all[1] = "--files";
    all[2] = FILES;
    all[3] = "--out-dir";
    all[4] = folder.resolve("results").toString();
    System.arraycopy(options, 0, all, 5, options.length);
    return OctetProcess.run(all);
  }

  @Test
  void accuracyIsPyTorchs() throws IOException, InterruptedException {
    OctetProcess run = demo();
    assertWithMessage(run.err()).that(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).containsMatch("(?m)^ +float +98\\.90 %"); // reference.json: fp32_top1
    assertThat(run.out()).containsMatch("(?m)^ +int8 +9[89]\\.\\d\\d %");
    assertThat(run.out()).containsMatch("(?m)^ +int8 \\+ bf16 +9[89]\\.\\d\\d %");
    assertThat(run.out()).contains("3.8x smaller");
    assertThat(Files.size(folder.resolve("results").resolve("report.html"))).isGreaterThan(0L);
  }

  @Test
  void withoutADeviceNothingRunsOnTheProcessorInstead() throws IOException, InterruptedException {
    OctetProcess run =
        OctetProcess.runWithoutDevices(
            "demo",
            "--files",
            FILES,
            "--engine",
            "xpu",
            "--out-dir",
            folder.resolve("none").toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("octet: no device for any: ");
    assertThat(run.out()).isEmpty();
    assertThat(Files.exists(folder.resolve("none"))).isFalse();
  }
}
