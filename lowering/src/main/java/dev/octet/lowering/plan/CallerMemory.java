package dev.octet.lowering.plan;

import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The memory that a caller gives for a run. Kernels use its address, which nothing checks, so that
 * it is looked at here: an address of freed memory or of the Java heap would end the process.
 */
final class CallerMemory {
  private CallerMemory() {}

  /**
   * What a run reads.
   *
   * @param copies owns copies of what kernels cannot read where it lies
   * @throws InputException if the memory is freed, or belongs to another thread
   */
  static MemorySegment[] inputs(List<Tensor> inputs, Arena copies) {
    MemorySegment[] segments = new MemorySegment[inputs.size()];
    for (int i = 0; i < segments.length; i++) {
      Tensor tensor = inputs.get(i);
      requireUsable(tensor.storage(), "input " + i, tensor);
      segments[i] =
          (tensor.storage().isNative() ? tensor.contiguous(copies) : tensor.copy(copies)).segment();
    }
    return segments;
  }

  /**
   * What a run writes.
   *
   * @throws InputException if the memory is freed, or belongs to another thread or to the Java heap
   */
  static MemorySegment[] outputs(List<Tensor> outputs) {
    MemorySegment[] segments = new MemorySegment[outputs.size()];
    for (int i = 0; i < segments.length; i++) {
      Tensor tensor = outputs.get(i);
      requireUsable(tensor.storage(), "output " + i, tensor);
      if (!tensor.storage().isNative()) {
        throw new InputException(
            "output "
                + i
                + " ("
                + tensor
                + ") lies in the Java heap, where kernels cannot write; give an arena of native"
                + " memory, as those of Arena.ofConfined(), ofShared() and ofAuto() are");
      }
      segments[i] = tensor.segment();
    }
    return segments;
  }

  private static void requireUsable(MemorySegment memory, String what, Tensor tensor) {
    if (!memory.scope().isAlive()) {
      throw new InputException(
          what
              + " ("
              + tensor
              + ") belongs to an arena that is closed; keep it open until the run"
              + " has returned");
    }
    if (!memory.isAccessibleBy(Thread.currentThread())) {
      throw new InputException(
          what
              + " ("
              + tensor
              + ") belongs to an arena of another thread; use Arena.ofShared() or"
              + " ofAuto() for what several threads use");
    }
  }
}
