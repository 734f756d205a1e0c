package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in a frame's memory each buffer lies. Buffers that are never needed at the same time share
 * memory: largest first, each at the lowest place that is free throughout its life.
 *
 * @param offsets in bytes, by the index of the buffer
 * @param bytes of the whole
 * @param scratchBytes the most that a kernel wants
 */
record FrameLayout(ImmutableLongArray offsets, long bytes, long scratchBytes) {
  private static final long ALIGNMENT = 64;

  /** A buffer from the step that first writes it to the step that last reads it. */
  private record Life(int index, long size, int from, int to) {
    boolean meets(Life other) {
      return from <= other.to && other.from <= to;
    }
  }

  private record Placed(Life life, long offset) {
    long end() {
      return offset + life.size;
    }
  }

  static FrameLayout of(List<Kernel> kernels, List<Buffer> buffers) {
    long[] offsets = new long[buffers.size()];
    List<Placed> placed = new ArrayList<>();
    long total = 0;
    List<Life> lives = new ArrayList<>(lives(kernels, buffers));
    lives.sort(Comparator.comparingLong(Life::size).reversed().thenComparingInt(Life::index));
    for (Life life : lives) {
      long offset = lowestFree(life, placed);
      offsets[life.index] = offset;
      placed.add(new Placed(life, offset));
      total = Math.max(total, offset + life.size);
    }
    long scratch = kernels.stream().mapToLong(Kernel::scratchBytes).max().orElse(0);
    return new FrameLayout(ImmutableLongArray.copyOf(offsets), total, scratch);
  }

  private static long lowestFree(Life life, List<Placed> placed) {
    List<Placed> neighbours =
        placed.stream()
            .filter(other -> other.life.meets(life))
            .sorted(Comparator.comparingLong(Placed::offset))
            .toList();
    long offset = 0;
    for (Placed other : neighbours) {
      if (offset + life.size <= other.offset) {
        break;
      }
      offset = Math.max(offset, other.end());
    }
    return offset;
  }

  private static List<Life> lives(List<Kernel> kernels, List<Buffer> buffers) {
    Map<Integer, Life> lives = new HashMap<>();
    for (int step = 0; step < kernels.size(); step++) {
      Kernel kernel = kernels.get(step);
      for (Buffer buffer : kernel.writes()) {
        extend(lives, buffer, buffers, step);
      }
      for (Buffer buffer : kernel.reads()) {
        extend(lives, buffer, buffers, step);
      }
    }
    return List.copyOf(lives.values());
  }

  private static void extend(
      Map<Integer, Life> lives, Buffer buffer, List<Buffer> buffers, int step) {
    if (buffer.owner() == Buffer.Owner.FRAME) {
      int index = buffer.index();
      long size = (buffers.get(index).byteSize() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      lives.merge(
          index,
          new Life(index, size, step, step),
          (old, _) -> new Life(index, size, old.from, step));
    }
  }
}
