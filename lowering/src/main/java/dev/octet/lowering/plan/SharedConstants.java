package dev.octet.lowering.plan;

import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  /** The key of a tensor where a backend reads it: tensors are told apart by identity. */
  record Resident(Tensor tensor) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Resident that && that.tensor == tensor;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(tensor);
    }
  }
}
