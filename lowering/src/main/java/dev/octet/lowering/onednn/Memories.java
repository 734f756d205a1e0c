package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory objects: a description, and the address of the bytes, which belong to somebody else. */
final class Memories {
  private Memories() {}

  static MemorySegment create(Arena arena, Descriptor descriptor, long address) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call(
          "making a memory object",
          Dnnl.MEMORY_CREATE,
          result,
          descriptor.handle(),
          OneDnn.engine(),
          MemorySegment.ofAddress(address));
      return Owned.in(arena, Dnnl.address(result), "a memory object", Dnnl.MEMORY_DESTROY);
    }
  }

  /** Lets it look at other bytes. */
  static void move(MemorySegment memory, long address) {
    int status;
    try {
      status =
          (int) Dnnl.MEMORY_SET_DATA_HANDLE.invokeExact(memory, MemorySegment.ofAddress(address));
    } catch (Throwable e) {
      throw new IllegalStateException("a call of oneDNN broke: " + e, e);
    }
    Status.check("moving a memory object", status);
  }
}
