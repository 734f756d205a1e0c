package dev.octet.lowering.plan;

import com.google.common.primitives.ImmutableLongArray;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.lowering.kernel.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in the memory of its space each buffer of a frame lies. Buffers that are never needed at
 * the same time share memory: largest first, each at the lowest place that is free throughout its
 * life.
 *
 * @param offsets in bytes, by the index of the buffer
 * @param bytes of this process's memory
 * @param deviceBytes of the device's memory
 * @param scratchBytes the most that a kernel wants
 */
record FrameLayout(ImmutableLongArray offsets, long bytes, long deviceBytes, long scratchBytes) {
  private static final long ALIGNMENT = 64;

  /** Parts of a device's buffer begin at multiples of what the device asks for, 512 at most. */
  private static final long DEVICE_ALIGNMENT = 512;

  /** A buffer from the step that first writes it to the step that last reads it. */
  private record Life(int index, Space space, long size, int from, int to) {
    boolean meets(Life other) {
      return space == other.space && from <= other.to && other.from <= to;
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
    Map<Space, Long> totals = new EnumMap<>(Space.class);
    List<Life> lives = new ArrayList<>(lives(kernels, buffers));
    lives.sort(Comparator.comparingLong(Life::size).reversed().thenComparingInt(Life::index));
    for (Life life : lives) {
      long offset = lowestFree(life, placed);
      offsets[life.index] = offset;
      placed.add(new Placed(life, offset));
      totals.merge(life.space, offset + life.size, Math::max);
    }
    long scratch = kernels.stream().mapToLong(Kernel::scratchBytes).max().orElse(0);
    return new FrameLayout(
        ImmutableLongArray.copyOf(offsets),
        totals.getOrDefault(Space.HOST, 0L),
        totals.getOrDefault(Space.DEVICE, 0L),
        scratch);
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
      Space space = buffer.space();
      long unit = space == Space.HOST ? ALIGNMENT : DEVICE_ALIGNMENT;
      long size = Math.ceilDiv(buffers.get(index).byteSize(), unit) * unit;
      lives.merge(
          index,
          new Life(index, space, size, step, step),
          (old, _) -> new Life(index, space, size, old.from, step));
    }
  }
}
