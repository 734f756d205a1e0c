package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command is started without its script. */
final class StartTest {
  private static final Path TARGET =
      Path.of(System.getProperty("octet.root"), "cli", "target").toAbsolutePath();

  private static String java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String printed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertWithMessage(printed).that(process.waitFor()).isEqualTo(0);
      return printed;
    }
  }

  @Test
  void asAJar() throws IOException, InterruptedException {
    String model = Goldens.program("mlp").toString();
    assertThat(java("-jar", TARGET.resolve("octet.jar").toString(), "--version"))
        .startsWith("octet ");
    // The manifest allows native access: nothing but the table is printed.
    assertThat(java("-jar", TARGET.resolve("octet.jar").toString(), "inspect", model))
        .startsWith("dialect");
  }

  @Test
  void asAModule() throws IOException, InterruptedException {
    String path =
        TARGET.resolve("octet.jar") + System.getProperty("path.separator") + TARGET.resolve("lib");
    assertThat(java("-p", path, "-m", "dev.octet.cli", "--version")).startsWith("octet ");
  }
}
