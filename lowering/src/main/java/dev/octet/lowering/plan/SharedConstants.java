package dev.octet.lowering.plan;

import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Constants in the form that kernels want, made once for all plans of a program. Used by one thread
 * at a time.
 */
final class SharedConstants {
  private final Arena arena;
  private final Map<Object, MemorySegment> made = new HashMap<>();
  private final IdentityHashMap<Tensor, Tensor> contiguous = new IdentityHashMap<>();

  private final PendingWork pending = new PendingWork();

  SharedConstants(Arena arena) {
    this.arena = arena;
  }

  MemorySegment get(Object key, Function<Arena, MemorySegment> maker) {
    MemorySegment known = made.get(key);
    if (known == null) {
      known = maker.apply(arena);
      made.put(key, known);
    }
    return known;
  }

  /** Fills constants while the plan is made. */
  PendingWork pending() {
    return pending;
  }

  Tensor contiguous(Tensor tensor) {
    return contiguous.computeIfAbsent(tensor, t -> t.contiguous(arena));
  }
}
