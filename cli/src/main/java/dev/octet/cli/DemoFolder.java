package dev.octet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the demonstration puts what it makes. */
final class DemoFolder {
  private static final Path DEFAULT = Path.of("octet-demo");

  private DemoFolder() {}

  /**
   * Makes the folder that was asked for; else {@code octet-demo} in the working directory, or where
   * that is read-only a new one for temporary files.
   */
  static Path make(@Nullable Path asked) throws IOException {
    if (asked != null) {
      CommandFiles.requireFolder("--out-dir", asked);
      return Files.createDirectories(asked);
    }
    boolean writable =
        Files.isWritable(Files.exists(DEFAULT) ? DEFAULT : Path.of("").toAbsolutePath());
    return writable ? Files.createDirectories(DEFAULT) : Files.createTempDirectory("octet-demo");
  }
}
