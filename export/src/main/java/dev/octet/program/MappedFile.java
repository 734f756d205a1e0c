package dev.octet.program;

import dev.octet.tensor.IoReason;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Maps files into memory, read-only. */
public final class MappedFile {
  private MappedFile() {}

  /**
   * Maps a whole file into the arena.
   *
   * @throws FormatException if it is not there or cannot be read
   */
  public static MemorySegment open(Path path, Arena arena) {
    if (Files.isDirectory(path)) {
      throw new FormatException(path + " is a folder, expected a file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException e) {
      throw new FormatException(path + ": there is no such file", e);
    } catch (IOException e) {
      throw new FormatException(path + " cannot be read: " + IoReason.of(e), e);
    }
  }
}
