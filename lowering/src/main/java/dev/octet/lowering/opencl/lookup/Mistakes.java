package dev.octet.lowering.opencl.lookup;

import dev.octet.graph.Value;
import dev.octet.lowering.lookup.Lookup;
import dev.octet.lowering.opencl.step.Notes;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Indices of a lookup that were out of range: for each index tensor the first position with such an
 * index, and then for each the two halves of that index.
 */
record Mistakes(Lookup lookup, Positions positions) implements Notes {
  /** Which word has the low half of the wrong index of an index tensor. */
  static int low(Lookup lookup, int index) {
    return lookup.indices().size() + 2 * index;
  }

  @Override
  public int words() {
    return low(lookup, lookup.indices().size());
  }

  @Override
  public RuntimeException mistake(int[] words) {
    try (Arena arena = Arena.ofConfined()) {
      List<Tensor> given = new ArrayList<>();
      for (int i = 0; i < lookup.indices().size(); i++) {
        Value value = lookup.indices().get(i);
        int first = lookup.indices().indexOf(value);
        Tensor index =
            first < i
                ? given.get(first)
                : Tensor.allocate(arena, value.tensorType().dtype(), value.tensorType().shape());
        if (words[i] != NOTHING) {
          int low = low(lookup, i);
          index.setLong(
              positions.place(i, words[i]),
              (long) words[low + 1] << Integer.SIZE | Integer.toUnsignedLong(words[low]));
        }
        given.add(index);
      }
      return lookup.outOfRange(source(), given);
    }
  }

  /** What it is looked up in does not matter but for its sizes. */
  private Tensor source() {
    DType dtype = lookup.source().tensorType().dtype();
    MemorySegment element = MemorySegment.ofArray(new byte[dtype.bytes()]);
    int rank = lookup.source().tensorType().rank();
    return Tensor.view(element, dtype, lookup.source().tensorType().shape(), new long[rank], 0);
  }
}
