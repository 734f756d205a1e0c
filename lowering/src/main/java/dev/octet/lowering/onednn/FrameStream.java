package dev.octet.lowering.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The order in which primitives of one frame run: one after another.
 *
 * @param handle of the library
 */
record FrameStream(MemorySegment handle) {
  private static final int IN_ORDER = 1;

  FrameStream(Arena arena) {
    this(create(arena));
  }

  private static MemorySegment create(Arena arena) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
      Dnnl.call("making a stream", Dnnl.STREAM_CREATE, result, OneDnn.engine(), IN_ORDER);
      return Owned.in(arena, Dnnl.address(result), "a stream", Dnnl.STREAM_DESTROY);
    }
  }
}
