package dev.octet.export;

import dev.octet.export.capture.CapturePipeline;
import dev.octet.export.pt2.Pt2Reader;
import dev.octet.export.pt2.Pt2Writer;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.MappedFile;
import dev.octet.program.ReadLimits;
import dev.octet.program.Traceable;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;

/** Reads, captures and writes exported programs. Thread-safe. */
public final class Export {
  private Export() {}

  /**
   * Reads a {@code .pt2} file under the default limits; see {@link #read(Path, ReadLimits)}.
   *
   * @throws FormatException if it is not there, of another kind, damaged or beyond a limit
   */
  public static ExportedProgram read(Path path) {
    return read(path, ReadLimits.defaults());
  }

  /**
   * Reads a {@code .pt2} file; it stays mapped as long as the program's tensors are reachable.
   *
   * <p>Weights are not copied out of the mapped file. Whoever writes into the file meanwhile
   * changes them, and whoever shortens it makes the JVM fail where they are read: with an {@link
   * InternalError}, or altogether. Replace a file by moving another over it, as all writers here
   * do, never in place.
   *
   * @throws FormatException if it is not there, of another kind, damaged or beyond a limit
   */
  public static ExportedProgram read(Path path, ReadLimits limits) {
    return read(path, limits, Arena.ofAuto());
  }

  /** As {@link #read(Path, ReadLimits)}; the file stays mapped until the arena is closed. */
  public static ExportedProgram read(Path path, ReadLimits limits, Arena arena) {
    return read(MappedFile.open(path, arena), path.toString(), limits, arena);
  }

  /**
   * Reads a {@code .pt2} file that lies in memory.
   *
   * @param file its bytes; weights are views of them
   * @param name how messages call it
   * @param arena owns what has to be unpacked
   */
  public static ExportedProgram read(
      MemorySegment file, String name, ReadLimits limits, Arena arena) {
    return CapturePipeline.apply(Pt2Reader.read(file, name, limits, arena));
  }

  /**
   * Writes a program in the raw layout, which {@code torch.export.load} opens. The file appears at
   * once and whole; the same program gives the same bytes. Example inputs are not written: a
   * program has none.
   *
   * @throws FormatException if the program has something that the format or this writer cannot
   *     express, or the file cannot be written
   */
  public static void write(ExportedProgram program, Path path) {
    try {
      ReplacingFile.write(path, channel -> Pt2Writer.write(program, channel));
    } catch (IOException e) {
      throw new FormatException(path + " cannot be written: " + IoReason.of(e), e);
    }
  }

  /**
   * Writes a program in the raw layout to where a channel stands; the channel stays open.
   *
   * @throws FormatException if the program has something that the format cannot express
   */
  public static void write(ExportedProgram program, WritableByteChannel channel)
      throws IOException {
    Pt2Writer.write(program, channel);
  }

  /**
   * Compares the checksum of every record of a {@code .pt2} file. Reading a program compares those
   * of the parts that it parses or unpacks, but leaves weights untouched until they are used.
   *
   * @throws FormatException naming the first record that is damaged
   */
  public static void checkIntegrity(Path path) {
    try (Arena arena = Arena.ofConfined()) {
      Pt2Reader.checkIntegrity(
          MappedFile.open(path, arena), path.toString(), ReadLimits.defaults());
    }
  }

  /**
   * Captures a network written in Java, with all sizes as in the example.
   *
   * @param module a module of {@code dev.octet.nn}
   * @param exampleInputs give types and sizes; their elements are not looked at
   */
  public static ExportedProgram trace(Traceable module, List<Tensor> exampleInputs) {
    return trace(module, exampleInputs, DynamicShapes.none());
  }

  /** As {@link #trace(Traceable, List)}, with sizes that may differ from run to run. */
  public static ExportedProgram trace(
      Traceable module, List<Tensor> exampleInputs, DynamicShapes dynamicShapes) {
    return module.trace(exampleInputs, dynamicShapes);
  }
}
