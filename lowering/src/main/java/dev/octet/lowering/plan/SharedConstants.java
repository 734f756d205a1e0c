package dev.octet.lowering.plan;

import dev.octet.lowering.kernel.Lease;
import dev.octet.lowering.kernel.SharedValues;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Constants in the form that kernels want, made once for all plans of a program that want them at
 * the same time. Plans are made by one thread at a time.
 */
final class SharedConstants {
  private final SharedValues<Object, MemorySegment> made = new SharedValues<>();
  private final SharedValues<Resident, Tensor> contiguous = new SharedValues<>();
  private final PendingWork pending = new PendingWork();

  MemorySegment get(Lease plan, Object key, Function<Arena, MemorySegment> maker) {
    return made.get(plan, key, maker);
  }

  /** Fills constants while the plan is made. */
  PendingWork pending() {
    return pending;
  }

  Tensor contiguous(Lease plan, Tensor tensor) {
    return tensor.isContiguous()
        ? tensor
        : contiguous.get(plan, new Resident(tensor), tensor::contiguous);
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
