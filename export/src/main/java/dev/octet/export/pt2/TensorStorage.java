package dev.octet.export.pt2;

import dev.octet.program.FormatException;
import dev.octet.program.ReadLimits;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Locale;

/** Makes tensors that look into stored bytes. */
final class TensorStorage {
  private static final System.Logger LOGGER = System.getLogger(TensorStorage.class.getName());

  private TensorStorage() {}

  /**
   * A strided view of a storage. A storage without bytes stands for zeros, as an export from fake
   * tensors leaves it; it takes one element of memory.
   */
  static Tensor view(
      MemorySegment storage,
      DType dtype,
      long[] sizes,
      long[] strides,
      long offset,
      ReadLimits limits,
      Arena arena,
      String where) {
    try {
      Shape shape = Shape.of(sizes);
      ReadLimits.check(
          Math.multiplyExact(shape.elements(), dtype.bytes()),
          limits.tensorBytes(),
          "tensorBytes",
          where);
      if (storage.byteSize() == 0 && shape.elements() > 0) {
        LOGGER.log(
            Level.WARNING, "{0}: the file has no data for this tensor, it is read as zeros", where);
        return Tensor.view(
            arena.allocate(dtype.bytes(), Tensor.ALIGNMENT),
            dtype,
            shape,
            new long[sizes.length],
            0);
      }
      if (storage.byteSize() % dtype.bytes() != 0) {
        throw new FormatException(
            String.format(
                Locale.ROOT,
                "%s: %d bytes are no whole number of %s elements",
                where,
                storage.byteSize(),
                dtype.torchName()));
      }
      return Tensor.view(storage, dtype, shape, strides, offset);
    } catch (FormatException e) {
      throw e;
    } catch (InputException | ArithmeticException e) {
      throw new FormatException(where + ": " + e.getMessage(), e);
    }
  }

  /** The storage in little-endian order: itself, or a swapped copy. */
  static MemorySegment littleEndian(
      MemorySegment storage, ByteOrder order, DType dtype, Arena arena) {
    if (order == ByteOrder.LITTLE_ENDIAN || dtype.bytes() == 1) {
      return storage;
    }
    MemorySegment swapped =
        arena
            .allocate(Math.max(storage.byteSize(), 1), Tensor.ALIGNMENT)
            .asSlice(0, storage.byteSize());
    int width = dtype.bytes();
    for (long at = 0; at + width <= storage.byteSize(); at += width) {
      for (int b = 0; b < width; b++) {
        swapped.set(
            ValueLayout.JAVA_BYTE, at + b, storage.get(ValueLayout.JAVA_BYTE, at + width - 1 - b));
      }
    }
    return swapped;
  }
}
