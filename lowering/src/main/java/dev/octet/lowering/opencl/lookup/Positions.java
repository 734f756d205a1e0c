package dev.octet.lowering.opencl.lookup;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.codegen.opencl.CText;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions of a lookup, and where each index tensor keeps the index of a position. Dimensions
 * that all index tensors run through alike are one.
 *
 * @param sizes of the dimensions, the innermost first
 * @param steps for each index tensor, elements from one turn of a dimension to the next
 */
record Positions(ImmutableLongArray sizes, ImmutableList<ImmutableLongArray> steps) {
  static Positions of(Shape shape, List<Buffer> indices) {
    List<Long> sizes = new ArrayList<>();
    List<List<Long>> steps = new ArrayList<>();
    indices.forEach(_ -> steps.add(new ArrayList<>()));
    for (int d = shape.rank() - 1; d >= 0; d--) {
      if (shape.size(d) == 1) {
        continue;
      }
      boolean joined = !sizes.isEmpty();
      for (int i = 0; i < indices.size() && joined; i++) {
        joined = step(indices.get(i), shape, d) == steps.get(i).getLast() * sizes.getLast();
      }
      if (joined) {
        sizes.add(sizes.removeLast() * shape.size(d));
        continue;
      }
      sizes.add(shape.size(d));
      for (int i = 0; i < indices.size(); i++) {
        steps.get(i).add(step(indices.get(i), shape, d));
      }
    }
    return new Positions(
        ImmutableLongArray.copyOf(sizes),
        steps.stream().map(ImmutableLongArray::copyOf).collect(ImmutableList.toImmutableList()));
  }

  private static long step(Buffer index, Shape positions, int dimension) {
    int own = dimension - (positions.rank() - index.shape().rank());
    return own < 0 || index.shape().size(own) == 1 ? 0 : index.strides().get(own);
  }

  /** Where the index of a position lies, in elements. */
  long place(int index, long position) {
    long place = 0;
    long rest = position;
    for (int d = 0; d < sizes.length(); d++) {
      place += rest % sizes.get(d) * steps.get(index).get(d);
      rest /= sizes.get(d);
    }
    return place;
  }

  /** The same in C, of names that {@link LookupSource} declares. */
  String place(int index) {
    StringBuilder place = new StringBuilder();
    String rest = "position";
    for (int d = 0; d < sizes.length(); d++) {
      boolean last = d == sizes.length() - 1;
      place
          .append(d == 0 ? "" : " + ")
          .append(CText.of("(long)(%s%s) * step%d_%d", rest, last ? "" : " % size" + d, index, d));
      rest += " / size" + d;
    }
    return place.isEmpty() ? "0" : place.toString();
  }
}
