package dev.octet.export.pt2;

import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code .pt2} archives from memory. */
public final class Pt2Reader {
  /** How the files of {@code CompiledModel.save} begin. */
  private static final MemorySegment COMPILED =
      MemorySegment.ofArray(new byte[] {(byte) 0x8f, 'O', 'C', 'T', 'E', 'T', '\r', '\n'});

  private Pt2Reader() {}

  /**
   * Reads a program as it stands in the file, before any pass.
   *
   * @param file the bytes of the archive; weights are views of them
   * @param name how messages call the file
   * @param arena owns what has to be unpacked
   */
  public static ExportedProgram read(
      MemorySegment file, String name, ReadLimits limits, Arena arena) {
    ZipArchive zip = open(file, name, limits);
    Pt2Archive.Parts parts = Pt2Archive.open(zip, arena);
    return ProgramReader.read(
        parts.program(), parts.tensors(), limits, name + ", " + parts.programRecord());
  }

  /** Reads the stored tensors alone: weights, then constants. */
  public static Map<String, Tensor> readTensors(
      MemorySegment file, String name, ReadLimits limits, Arena arena) {
    StoredTensors tensors = Pt2Archive.open(open(file, name, limits), arena).tensors();
    Map<String, Tensor> all = new LinkedHashMap<>(tensors.weights());
    tensors.constants().forEach(all::putIfAbsent);
    return all;
  }

  /**
   * Compares the checksum of every record; reading alone compares those of what it unpacks or
   * parses.
   */
  public static void checkIntegrity(MemorySegment file, String name, ReadLimits limits) {
    ZipArchive zip = open(file, name, limits);
    for (ZipArchive.Entry entry : zip.entries()) {
      try (Arena scratch = Arena.ofConfined()) {
        zip.bytes(entry.name(), scratch, true);
      }
    }
  }

  private static ZipArchive open(MemorySegment file, String name, ReadLimits limits) {
    if (isCompiled(file)) {
      throw new FormatException(
          name
              + ": this is a compiled program, which Lowering.load and the engines cpu and xpu take;"
              + " expected a .pt2 file, as torch.export.save writes it");
    }
    if (!ZipArchive.isZip(file)) {
      throw new FormatException(
          name
              + ": this is not a zip archive"
              + resemblance(file)
              + "; a .pt2 file is what torch.export.save writes");
    }
    return ZipArchive.open(file, name, limits, new InflateBudget(limits));
  }

  /** A compiled program ends with a {@code .pt2} archive, whose places count from its own start. */
  private static boolean isCompiled(MemorySegment file) {
    return file.byteSize() >= COMPILED.byteSize()
        && file.asSlice(0, COMPILED.byteSize()).mismatch(COMPILED) < 0;
  }

  private static String resemblance(MemorySegment file) {
    if (file.byteSize() == 0) {
      return " (the file is empty)";
    }
    if (file.byteSize() < 4) {
      return "";
    }
    byte[] head = file.asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE);
    if (head[0] == 'P' && head[1] == 'K') {
      return " (it begins as one and is cut off)";
    }
    if (head[0] == (byte) 0x80 && head[1] <= 5) {
      return " (it looks like a pickle, perhaps of an old torch.save)";
    }
    return file.byteSize() > 9 && file.get(ValueLayout.JAVA_BYTE, 8) == '{'
        ? " (it looks like a .safetensors file)"
        : "";
  }
}
