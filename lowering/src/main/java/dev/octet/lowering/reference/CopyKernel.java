package dev.octet.lowering.reference;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Copies elements from one layout to another. */
record CopyKernel(Buffer from, Buffer to) implements Kernel {
  @Override
  public String name() {
    return "copy";
  }

  @Override
  public String implementation() {
    return "reference";
  }

  @Override
  public ImmutableList<Buffer> reads() {
    return ImmutableList.of(from);
  }

  @Override
  public ImmutableList<Buffer> writes() {
    return ImmutableList.of(to);
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    return () -> copy(ReferenceKernel.view(frame, from), ReferenceKernel.view(frame, to));
  }

  /** Every element, by its logical index. */
  static void copy(Tensor from, Tensor to) {
    if (from.isContiguous() && to.isContiguous()) {
      MemorySegment.copy(from.segment(), 0, to.segment(), 0, from.byteSize());
      return;
    }
    boolean floats = from.dtype().isFloatingPoint();
    for (long i = 0; i < from.elements(); i++) {
      if (floats) {
        to.setDouble(i, from.getDouble(i));
      } else {
        to.setLong(i, from.getLong(i));
      }
    }
  }
}
