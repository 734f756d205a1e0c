package dev.octet.export;

import com.google.common.collect.ImmutableMap;
import dev.octet.export.pt2.Pt2Reader;
import dev.octet.export.pt2.SafetensorsReader;
import dev.octet.program.FormatException;
import dev.octet.program.MappedFile;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Reads weights alone, by dotted name. */
public final class StateDict {
  private StateDict() {}

  /**
   * The tensors of a {@code .pt2} or a {@code .safetensors} file, told apart by content, in the
   * order of the file. They are views of the mapped file, which stays mapped as long as one of them
   * is reachable: until then it may be replaced by moving another over it, as all writers here do,
   * and not be written in place, which would change the tensors or, shortened, make the JVM fail.
   *
   * @throws FormatException if the file is damaged or of another kind
   */
  public static ImmutableMap<String, Tensor> read(Path path) {
    return read(path, ReadLimits.defaults());
  }

  /** Reads weights under limits; see {@link #read(Path)}. */
  public static ImmutableMap<String, Tensor> read(Path path, ReadLimits limits) {
    return read(path, limits, Arena.ofAuto());
  }

  /** Reads weights under limits; they live as long as the arena. */
  public static ImmutableMap<String, Tensor> read(Path path, ReadLimits limits, Arena arena) {
    MemorySegment file = MappedFile.open(path, arena);
    return ImmutableMap.copyOf(
        SafetensorsReader.isSafetensors(file)
            ? SafetensorsReader.read(file, path.toString(), limits, arena)
            : Pt2Reader.readTensors(file, path.toString(), limits, arena));
  }
}
