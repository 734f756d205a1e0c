package dev.octet.lowering.lookup;

import com.google.common.primitives.ImmutableIntArray;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One index tensor, stretched to the shape of all positions.
 *
 * @param buffer row-major
 * @param places where in the buffer the index of each position lies
 * @param size of the dimension that it points into
 * @param step elements from one index of that dimension to the next
 */
record IndexColumn(Buffer buffer, ImmutableIntArray places, long size, long step) {
  static IndexColumn of(Buffer buffer, Shape positions, long size, long step) {
    int[] places = new int[Math.toIntExact(positions.elements())];
    Shape own = buffer.shape();
    int missing = positions.rank() - own.rank();
    for (int i = 0; i < places.length; i++) {
      long rest = i;
      long place = 0;
      for (int d = positions.rank() - 1; d >= 0; d--) {
        long at = rest % positions.size(d);
        rest /= positions.size(d);
        if (d >= missing && own.size(d - missing) != 1) {
          place += at * buffer.strides().get(d - missing);
        }
      }
      places[i] = (int) place;
    }
    return new IndexColumn(buffer, ImmutableIntArray.copyOf(places), size, step);
  }

  /** The index at a position, as it is written. */
  long index(MemorySegment memory, int position) {
    return buffer.dtype() == DType.INT64
        ? memory.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * places.get(position))
        : memory.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * places.get(position));
  }
}
