package dev.octet.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file beside its place and moves it there when it is whole, so that nobody ever sees half
 * of one.
 */
public final class ReplacingFile {
  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    void write(FileChannel channel) throws IOException;
  }

  private ReplacingFile() {}

  /**
   * Writes a file.
   *
   * @param content gets a channel to an empty file; it may also read from there and go back
   * @throws FormatException if the file cannot be written
   */
  public static void write(Path path, Content content) {
    Path target = path.toAbsolutePath();
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.CREATE_NEW)) {
        content.write(channel);
      }
      move(temporary, target);
    } catch (IOException e) {
      throw new FormatException(path + " cannot be written: " + e, e);
    } finally {
      discard(temporary);
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw new FormatException("the temporary file " + temporary + " cannot be removed: " + e, e);
    }
  }
}
