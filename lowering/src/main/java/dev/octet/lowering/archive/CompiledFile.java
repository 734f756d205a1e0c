package dev.octet.lowering.archive;

import dev.octet.export.Export;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.MappedFile;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A compiled program as a file: a {@link FileHeader}, the options as JSON, and the program as a
 * {@code .pt2} archive that begins at a multiple of 64 bytes, so that its weights are used where
 * the mapped file has them.
 *
 * @param program whose tensors are views of the mapped file
 */
public record CompiledFile(ExportedProgram program, CompileOptions options) {
  /** Options need some hundred bytes. */
  private static final long MOST_OPTION_BYTES = 1 << 16;

  /**
   * True if the file begins as one that {@link #write} made; whatever else may be wrong with it.
   */
  public static boolean isCompiled(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      ByteBuffer start = ByteBuffer.allocate(FileHeader.MAGIC_BYTES);
      while (start.hasRemaining() && channel.read(start) >= 0) {}
      return !start.hasRemaining() && FileHeader.isMagic(start.flip());
    } catch (IOException e) {
      throw new FormatException(path + " cannot be read: " + IoReason.of(e), e);
    }
  }

  /**
   * Writes the file; it appears at once and whole.
   *
   * @throws FormatException if the program cannot be written, or the file
   */
  public void write(Path path) {
    byte[] json = OptionsJson.write(options);
    try {
      ReplacingFile.write(path, channel -> write(channel, json));
    } catch (IOException e) {
      throw new FormatException(path + " cannot be written: " + IoReason.of(e), e);
    }
  }

  private void write(FileChannel channel, byte[] json) throws IOException {
    channel.position(FileHeader.BYTES);
    writeFully(channel, ByteBuffer.wrap(json));
    long start = FileHeader.programStart(json.length);
    channel.position(start);
    Export.write(program, channel);
    FileHeader header = new FileHeader(json.length, channel.position() - start);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment whole =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, header.fileBytes(), arena);
      channel.position(0);
      writeFully(channel, header.encode(whole));
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file. Every byte is held to the checksum before anything is made of it.
   *
   * @param arena owns the mapping and with it the weights
   * @param early is given the options before the program, which takes longer, is read
   * @throws FormatException if it is another kind of file, of another version, cut off or damaged
   */
  public static CompiledFile read(
      Path path, ReadLimits limits, Arena arena, Consumer<CompileOptions> early) {
    MemorySegment file = MappedFile.open(path, arena);
    String name = path.toString();
    FileHeader header = FileHeader.decode(file, name);
    ReadLimits.check(header.optionBytes(), MOST_OPTION_BYTES, "jsonBytes", name);
    header.verify(file, name);
    CompileOptions options =
        OptionsJson.read(
            file.asSlice(FileHeader.BYTES, header.optionBytes())
                .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
            name);
    early.accept(options);
    MemorySegment program =
        file.asSlice(FileHeader.programStart(header.optionBytes()), header.programBytes());
    return new CompiledFile(Export.read(program, name, limits, arena), options);
  }
}
