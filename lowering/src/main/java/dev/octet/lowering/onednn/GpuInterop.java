package dev.octet.lowering.onednn;

import dev.octet.lowering.device.CommandQueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The calls of the library that take objects of OpenCL. They are apart from all else because only
 * an engine of a GPU takes them: where there is none, something else can stand in for them.
 */
interface GpuInterop {
  /** The library's. They have not been run: no Intel GPU was at hand. */
  GpuInterop LIBRARY = new Library();

  /**
   * The order in which primitives run: that of a queue.
   *
   * @param arena owns the stream; closes before the queue is released
   */
  MemorySegment stream(Arena arena, MemorySegment engine, CommandQueue queue);

  /**
   * A memory object on a buffer of the device, which belongs to somebody else.
   *
   * @param buffer a {@code cl_mem} that begins with the first element
   */
  MemorySegment memory(
      Arena arena, MemorySegment engine, Descriptor descriptor, MemorySegment buffer);

  /** Puts a primitive into the stream's queue. */
  void execute(MemorySegment primitive, MemorySegment stream, ArgumentList arguments);

  /** The library's own functions. */
  final class Library implements GpuInterop {
    private static final int BUFFER = 1;

    private Library() {}

    @Override
    public MemorySegment stream(Arena arena, MemorySegment engine, CommandQueue queue) {
      try (Arena scratch = Arena.ofConfined()) {
        MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
        Dnnl.call("making a stream", Dnnl.OCL_STREAM_CREATE, result, engine, queue.handle());
        return Owned.in(arena, Dnnl.address(result), "a stream", Dnnl.STREAM_DESTROY);
      }
    }

    @Override
    public MemorySegment memory(
        Arena arena, MemorySegment engine, Descriptor descriptor, MemorySegment buffer) {
      try (Arena scratch = Arena.ofConfined()) {
        MemorySegment result = scratch.allocate(ValueLayout.ADDRESS);
        Dnnl.call(
            "making a memory object",
            Dnnl.OCL_MEMORY_CREATE,
            result,
            descriptor.handle(),
            engine,
            BUFFER,
            buffer);
        return Owned.in(arena, Dnnl.address(result), "a memory object", Dnnl.MEMORY_DESTROY);
      }
    }

    @Override
    public void execute(MemorySegment primitive, MemorySegment stream, ArgumentList arguments) {
      PrimitiveKernel.execute(primitive, stream, arguments);
    }
  }
}
