package dev.octet.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes a file beside its place and moves it there when it is whole, so that nobody ever sees half
 * of one, even if the process is killed. A link is followed. What is no file, such as a pipe, is
 * written as it is.
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
   * @param content gets a channel to an empty file, in which it may also read and go back
   * @throws IOException if the file cannot be written; what was there before is there still
   */
  public static void write(Path path, Content content) throws IOException {
    Path target = Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      try (FileChannel channel =
          FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        content.write(channel);
      }
      return;
    }
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          path.toString(), null, "the folder " + folder + " is not there");
    }
    Path temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      writeAndMove(temporary, target, content);
    } catch (FileSystemException e) {
      throw temporary.toString().equals(e.getFile()) ? named(path, e) : e;
    }
  }

  private static void writeAndMove(Path temporary, Path target, Content content)
      throws IOException {
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
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** The failure under the name of the file that was asked for. */
  private static FileSystemException named(Path path, FileSystemException failure) {
    FileSystemException named =
        new FileSystemException(path.toString(), null, IoReason.of(failure));
    named.initCause(failure);
    return named;
  }

  /**
   * Writes bytes.
   *
   * @throws IOException as {@link #write} does
   */
  public static void writeBytes(Path path, byte[] bytes) throws IOException {
    write(
        path,
        channel -> {
          ByteBuffer buffer = ByteBuffer.wrap(bytes);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }

  /**
   * Writes a text in UTF-8.
   *
   * @throws IOException as {@link #write} does
   */
  public static void writeText(Path path, String text) throws IOException {
    writeBytes(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
