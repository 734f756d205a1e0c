package dev.octet.cli;

import dev.octet.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that a command is going to write. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses a file that cannot be written, before the work rather than after it.
   *
   * @param file null if the option was not given
   */
  static void check(String option, @Nullable Path file) {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(option + " " + file + ": the folder " + folder + " is not there");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(option + " " + file + " is a folder, expected a file");
    }
    if (!Files.isWritable(Files.exists(file) ? file : folder)) {
      throw new InputException(option + " " + file + ": cannot be written");
    }
  }
}
