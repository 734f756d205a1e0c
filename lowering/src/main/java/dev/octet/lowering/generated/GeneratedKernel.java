package dev.octet.lowering.generated;

import com.google.common.collect.ImmutableList;
import dev.octet.lowering.codegen.LoopKernel;
import dev.octet.lowering.kernel.Buffer;
import dev.octet.lowering.kernel.Frame;
import dev.octet.lowering.kernel.Invocation;
import dev.octet.lowering.kernel.Kernel;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Generated code with its buffers. */
record GeneratedKernel(
    LoopKernel code,
    String implementation,
    ImmutableList<Buffer> reads,
    ImmutableList<Buffer> writes)
    implements Kernel {
  /** Less than this many bytes are not worth a second thread. */
  private static final long DIVISIBLE_BYTES = 96 * 1024;

  @Override
  public String name() {
    return code.name();
  }

  @Override
  public Optional<String> listing() {
    return Optional.of(code.listing());
  }

  @Override
  public Invocation bind(Frame frame, Arena arena) {
    long bytes = 0;
    for (Buffer buffer : reads) {
      bytes += buffer.byteSize();
    }
    for (Buffer buffer : writes) {
      bytes += buffer.byteSize();
    }
    boolean divisible = bytes >= DIVISIBLE_BYTES && code.parallelism() > 1;
    int runners = divisible ? frame.mostThreads() : 1;
    MemorySegment[] scratch = new MemorySegment[runners];
    for (int i = 0; i < runners; i++) {
      scratch[i] = Frame.allocate(arena, code.scratchBytes());
    }
    MemorySegment[] inputs = new MemorySegment[reads.size()];
    MemorySegment[] outputs = new MemorySegment[writes.size()];
    bindFixed(frame, reads, inputs);
    bindFixed(frame, writes, outputs);
    return () -> {
      bindMoving(frame, reads, inputs);
      bindMoving(frame, writes, outputs);
      long parts = code.parallelism();
      int threads = divisible ? (int) Math.min(frame.threads(), parts) : 1;
      try {
        if (threads == 1) {
          code.run(inputs, outputs, scratch[0], 0, parts);
        } else {
          frame.split(
              threads,
              index ->
                  code.run(
                      inputs,
                      outputs,
                      scratch[index],
                      parts * index / threads,
                      parts * (index + 1) / threads));
        }
      } finally {
        forgetMoving(reads, inputs); // the caller's memory may be freed before the next run
        forgetMoving(writes, outputs);
      }
    };
  }

  private static void bindFixed(
      Frame frame, ImmutableList<Buffer> buffers, MemorySegment[] segments) {
    for (int i = 0; i < segments.length; i++) {
      if (Frame.isFixed(buffers.get(i))) {
        segments[i] = frame.segment(buffers.get(i));
      }
    }
  }

  private static void forgetMoving(ImmutableList<Buffer> buffers, MemorySegment[] segments) {
    for (int i = 0; i < segments.length; i++) {
      if (!Frame.isFixed(buffers.get(i))) {
        segments[i] = MemorySegment.NULL;
      }
    }
  }

  private static void bindMoving(
      Frame frame, ImmutableList<Buffer> buffers, MemorySegment[] segments) {
    for (int i = 0; i < segments.length; i++) {
      if (!Frame.isFixed(buffers.get(i))) {
        segments[i] = frame.segment(buffers.get(i));
      }
    }
  }
}
