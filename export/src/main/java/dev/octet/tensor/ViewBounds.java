package dev.octet.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;

/** Whether all elements of a view lie in its memory. */
final class ViewBounds {
  private ViewBounds() {}

  /** Throws {@link InputException} for a view that {@link Tensor#view} refuses. */
  static void check(MemorySegment storage, DType dtype, Shape shape, long[] strides, long offset) {
    if (strides.length != shape.rank()) {
      throw new InputException(
          "tensor "
              + dtype
              + shape
              + " has "
              + strides.length
              + " strides, expected "
              + shape.rank());
    }
    try {
      long last = offset;
      for (int i = 0; i < strides.length; i++) {
        if (strides[i] < 0) {
          throw new InputException(
              "tensor "
                  + dtype
                  + shape
                  + " has negative stride "
                  + strides[i]
                  + "; negative strides are not supported");
        }
        last = Math.addExact(last, Math.multiplyExact(Math.max(shape.size(i) - 1, 0), strides[i]));
      }
      boolean outside =
          shape.elements() > 0
              && Math.multiplyExact(Math.addExact(last, 1), dtype.bytes()) > storage.byteSize();
      if (offset < 0 || outside) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "tensor %s%s with strides %s and offset %d reaches element %d, the storage holds %d"
                    + " bytes",
                dtype,
                shape,
                Arrays.toString(strides),
                offset,
                last,
                storage.byteSize()));
      }
    } catch (ArithmeticException e) {
      throw new InputException(
          "tensor "
              + dtype
              + shape
              + " with strides "
              + Arrays.toString(strides)
              + " overflows the address range",
          e);
    }
  }
}
