package dev.octet.lowering.library;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole: processes that start together do not disturb each other. */
public final class AtomicFiles {
  private AtomicFiles() {}

  /** Writes a file by way of another one beside it, and makes the folder if it is missing. */
  public static void write(Path target, InputStream content) throws IOException {
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "partial", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(partial)) {
        content.transferTo(out);
      }
      move(partial, target);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void move(Path partial, Path target) throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
