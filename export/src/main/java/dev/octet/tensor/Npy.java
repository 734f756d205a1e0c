package dev.octet.tensor;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npy} and {@code .npz} files. A little-endian {@code .npy} is mapped, not copied.
 * Types: f32 f64 f16 s8 u8 s16 s32 s64 bool, of either byte order; C and Fortran order (the latter
 * as a strided view). Damaged files give an {@link InputException}.
 */
public final class Npy {
  /**
   * What a {@code .npz} may inflate to, over its compressed size; NumPy's own files of constant
   * data reach about 1000.
   */
  private static final long MAX_INFLATED = 1L << 32;

  private Npy() {}

  /**
   * Maps a file; the mapping ends when the garbage collector finds it unreachable.
   *
   * <p>Until then whoever writes into the file changes the tensor, and whoever shortens it makes
   * the JVM fail where the tensor is read: with an {@link InternalError}, or altogether. Replace a
   * file by moving another over it, as {@link #write} does, never in place.
   *
   * @throws InputException if it is not there, of another kind or damaged
   */
  public static Tensor read(Path file) {
    return read(file, Arena.ofAuto());
  }

  /** Maps a file into an arena; see {@link #read(Path)}. */
  public static Tensor read(Path file, Arena arena) {
    if (Files.isDirectory(file)) {
      throw new InputException("'" + file + "' is a folder, expected a file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return parse(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena),
          file.toString(),
          arena);
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file '" + file + "'", e);
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + IoReason.of(e), e);
    }
  }

  /**
   * Reads the bytes of a {@code .npy} file that are in memory already; the tensor looks into them
   * where the byte order allows.
   */
  static Tensor parse(MemorySegment bytes, String what, Arena arena) {
    int dataStart = NpyHeader.dataStart(prefix(bytes, 12), what);
    if (dataStart > bytes.byteSize()) {
      throw new InputException(
          what
              + " ends within its .npy header: "
              + bytes.byteSize()
              + " bytes, the header needs "
              + dataStart);
    }
    NpyHeader header = NpyHeader.parse(prefix(bytes, dataStart), dataStart, what);
    long available = bytes.byteSize() - dataStart;
    if (header.shape().elements() > available / header.dtype().bytes()) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: %s%s needs more bytes than the %d after the header; the file is truncated",
              what,
              header.dtype(),
              header.shape(),
              available));
    }
    MemorySegment data =
        bytes.asSlice(dataStart, header.shape().elements() * header.dtype().bytes());
    if (header.bigEndian() && header.dtype().bytes() > 1) {
      data = swapped(data, header.dtype().bytes(), arena);
    }
    return Tensor.view(data, header.dtype(), header.shape(), strides(header), 0);
  }

  private static byte[] prefix(MemorySegment bytes, long length) {
    return bytes
        .asSlice(0, Math.min(length, bytes.byteSize()))
        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private static long[] strides(NpyHeader header) {
    if (!header.fortranOrder()) {
      return header.shape().contiguousStrides();
    }
    long[] strides = new long[header.shape().rank()];
    long step = 1;
    for (int i = 0; i < strides.length; i++) {
      strides[i] = step;
      step *= Math.max(header.shape().size(i), 1);
    }
    return strides;
  }

  private static MemorySegment swapped(MemorySegment data, int width, Arena arena) {
    MemorySegment result = arena.allocate(Math.max(data.byteSize(), 1), Tensor.ALIGNMENT);
    for (long i = 0; i < data.byteSize(); i++) {
      long element = i / width * width;
      result.set(
          java.lang.foreign.ValueLayout.JAVA_BYTE,
          element + width - 1 - (i - element),
          data.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i));
    }
    return result;
  }

  /**
   * Writes a tensor in row-major order; bfloat16 is refused, as NumPy has no such type. The file is
   * replaced when the new one is whole.
   */
  public static void write(Path file, Tensor tensor) {
    try {
      ReplacingFile.write(file, channel -> writeTo(Channels.newOutputStream(channel), tensor));
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  private static void writeTo(OutputStream out, Tensor tensor) throws IOException {
    out.write(NpyHeader.write(tensor));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = tensor.contiguous(arena).segment();
      byte[] buffer = new byte[65_536];
      for (long at = 0; at < data.byteSize(); at += buffer.length) {
        int length = (int) Math.min(buffer.length, data.byteSize() - at);
        MemorySegment.copy(data, java.lang.foreign.ValueLayout.JAVA_BYTE, at, buffer, 0, length);
        out.write(buffer, 0, length);
      }
    }
  }

  /**
   * All arrays of a {@code .npz} by name, without the suffix, in the order of the file; they live
   * until garbage collected.
   */
  public static Map<String, Tensor> readArchive(Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long inflated = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        ZipEntry entry = entries.nextElement();
        if (!entry.getName().endsWith(".npy")) {
          throw new InputException(
              "'"
                  + file
                  + "' holds '"
                  + entry.getName()
                  + "', which is no .npy; expected an archive of NumPy arrays");
        }
        String what = file + "!" + entry.getName();
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
          bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, MAX_INFLATED - inflated + 1));
        }
        inflated += bytes.length;
        if (inflated > MAX_INFLATED) {
          throw new InputException(
              "'" + file + "' inflates to more than " + MAX_INFLATED + " bytes");
        }
        Arena arena = Arena.ofAuto();
        MemorySegment copy = arena.allocate(Math.max(bytes.length, 1), Tensor.ALIGNMENT);
        MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
        tensors.put(
            entry.getName().substring(0, entry.getName().length() - 4),
            parse(copy.asSlice(0, bytes.length), what, arena));
      }
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file '" + file + "'", e);
    } catch (ZipException | IllegalArgumentException e) {
      throw new InputException("'" + file + "' is not a .npz archive: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be read: " + IoReason.of(e), e);
    }
    return tensors;
  }

  /**
   * Writes arrays uncompressed, as {@code numpy.savez} does, with no times in the file: equal
   * tensors give equal bytes.
   */
  public static void writeArchive(Path file, Map<String, Tensor> tensors) {
    try {
      ReplacingFile.write(
          file, channel -> writeArchive(Channels.newOutputStream(channel), tensors));
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be written: " + IoReason.of(e), e);
    }
  }

  private static void writeArchive(OutputStream out, Map<String, Tensor> tensors)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out));
    for (var named : tensors.entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      writeTo(bytes, named.getValue());
      ZipEntry entry = new ZipEntry(named.getKey() + ".npy");
      CRC32 crc = new CRC32();
      crc.update(bytes.toByteArray());
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.size());
      entry.setCrc(crc.getValue());
      entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      bytes.writeTo(zip);
    }
    zip.finish();
    zip.flush();
  }
}
