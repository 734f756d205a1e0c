package dev.octet.export.pt2;

import com.fasterxml.jackson.databind.JsonNode;
import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code .safetensors} files from memory. */
public final class SafetensorsReader {
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int PREFIX = 8;

  private SafetensorsReader() {}

  /** True if the bytes begin as such a file does. */
  public static boolean isSafetensors(MemorySegment file) {
    if (file.byteSize() < PREFIX + 2) {
      return false;
    }
    long length = file.get(LENGTH, 0);
    return length >= 2
        && length <= file.byteSize() - PREFIX
        && file.get(ValueLayout.JAVA_BYTE, PREFIX) == '{';
  }

  /**
   * Reads all tensors in the order of the table.
   *
   * @param file the bytes of the file; tensors are views of them
   * @param name how messages call the file
   * @throws FormatException if it is damaged or beyond a limit
   */
  public static Map<String, Tensor> read(
      MemorySegment file, String name, ReadLimits limits, Arena arena) {
    if (!isSafetensors(file)) {
      throw new FormatException(name + ": this is not a .safetensors file");
    }
    long length = file.get(LENGTH, 0);
    MemorySegment data = file.asSlice(PREFIX + length);
    JsonNode table =
        Fields.asObject(new JsonDocuments(limits).tree(file.asSlice(PREFIX, length), name), name);
    ReadLimits.check(table.size(), limits.tensors(), "tensors", name);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : table.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        tensors.put(
            entry.getKey(),
            tensor(entry.getValue(), data, limits, arena, name + ", '" + entry.getKey() + "'"));
      }
    }
    return tensors;
  }

  private static Tensor tensor(
      JsonNode entry, MemorySegment data, ReadLimits limits, Arena arena, String where) {
    DType dtype = dtype(Fields.text(Fields.asObject(entry, where), "dtype", where), where);
    JsonNode sizesJson = Fields.array(entry, "shape", where);
    long[] sizes = new long[sizesJson.size()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Fields.asInteger(sizesJson.get(i), where);
    }
    JsonNode range = Fields.array(entry, "data_offsets", where);
    if (range.size() != 2) {
      throw new FormatException(
          where + ": data_offsets has " + range.size() + " numbers, expected 2");
    }
    long begin = Fields.asInteger(range.get(0), where);
    long end = Fields.asInteger(range.get(1), where);
    if (begin < 0 || end < begin || end > data.byteSize()) {
      throw new FormatException(
          String.format(
              Locale.ROOT,
              "%s: bytes %d to %d lie outside the %d bytes of data",
              where,
              begin,
              end,
              data.byteSize()));
    }
    try {
      Shape shape = Shape.of(sizes);
      if (Math.multiplyExact(shape.elements(), dtype.bytes()) != end - begin) {
        throw new FormatException(
            String.format(Locale.ROOT, "%s: %d bytes for %s%s", where, end - begin, dtype, shape));
      }
      return TensorStorage.view(
          data.asSlice(begin, end - begin),
          dtype,
          sizes,
          shape.contiguousStrides(),
          0,
          limits,
          arena,
          where);
    } catch (ArithmeticException | InputException e) {
      throw e instanceof FormatException format
          ? format
          : new FormatException(where + ": " + e.getMessage(), e);
    }
  }

  private static DType dtype(String name, String where) {
    return switch (name) {
      case "F64" -> DType.FLOAT64;
      case "F32" -> DType.FLOAT32;
      case "F16" -> DType.FLOAT16;
      case "BF16" -> DType.BFLOAT16;
      case "I64" -> DType.INT64;
      case "I32" -> DType.INT32;
      case "I16" -> DType.INT16;
      case "I8" -> DType.INT8;
      case "U8" -> DType.UINT8;
      case "BOOL" -> DType.BOOL;
      default ->
          throw new FormatException(
              where
                  + ": element type "
                  + name
                  + " is not supported; known are F64 F32 F16 BF16 I64 I32 I16 I8 U8 BOOL");
    };
  }
}
