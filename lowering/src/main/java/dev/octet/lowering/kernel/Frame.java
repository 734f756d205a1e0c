package dev.octet.lowering.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * The memory of one run: where each buffer lies. The caller's own buffers change from run to run.
 * Used by one thread at a time.
 */
public final class Frame {
  private final MemorySegment memory;
  private final MemorySegment scratch;
  private final long[] offsets;
  private final MemorySegment[] constants;
  private final MemorySegment[] inputs;
  private final MemorySegment[] outputs;
  private final Map<Class<?>, Object> attachments = new HashMap<>();
  private final int mostThreads;
  private final Splitter splitter;
  private int threads = 1;

  /**
   * Memory for one run at a time.
   *
   * @param offsets where each buffer of the frame begins in {@code memory}, by its index
   * @param constants the memory of each constant, by its index
   * @param mostThreads the most that a run may use
   * @param splitter divides kernels among threads
   */
  public Frame(
      MemorySegment memory,
      MemorySegment scratch,
      long[] offsets,
      MemorySegment[] constants,
      int inputs,
      int outputs,
      int mostThreads,
      Splitter splitter) {
    this.memory = memory;
    this.scratch = scratch;
    this.offsets = offsets;
    this.constants = constants;
    this.mostThreads = mostThreads;
    this.splitter = splitter;
    this.inputs = new MemorySegment[inputs];
    this.outputs = new MemorySegment[outputs];
  }

  /** The memory of a buffer, from its first element on. */
  public MemorySegment segment(Buffer buffer) {
    MemorySegment base =
        switch (buffer.owner()) {
          case CONSTANT -> constants[buffer.index()];
          case FRAME -> memory.asSlice(offsets[buffer.index()]);
          case INPUT -> inputs[buffer.index()];
          case OUTPUT -> outputs[buffer.index()];
        };
    return base.asSlice(buffer.displacement(), buffer.byteSize());
  }

  /** The address of a buffer's first element. */
  public long address(Buffer buffer) {
    return switch (buffer.owner()) {
          case CONSTANT -> constants[buffer.index()].address();
          case FRAME -> memory.address() + offsets[buffer.index()];
          case INPUT -> inputs[buffer.index()].address();
          case OUTPUT -> outputs[buffer.index()].address();
        }
        + buffer.displacement();
  }

  /** True if the buffer lies where it lies for as long as the frame lives. */
  public static boolean isFixed(Buffer buffer) {
    return buffer.owner() == Buffer.Owner.CONSTANT || buffer.owner() == Buffer.Owner.FRAME;
  }

  /** Memory that a kernel may use while it runs. */
  public MemorySegment scratch() {
    return scratch;
  }

  /** Sets what the next run reads and writes. */
  public void attach(MemorySegment[] newInputs, MemorySegment[] newOutputs, int newThreads) {
    System.arraycopy(newInputs, 0, inputs, 0, inputs.length);
    System.arraycopy(newOutputs, 0, outputs, 0, outputs.length);
    threads = newThreads;
  }

  /** How many threads the run may use. */
  public int threads() {
    return threads;
  }

  /** The most threads that any run of this frame may use. */
  public int mostThreads() {
    return mostThreads;
  }

  /** Runs parts of a kernel on as many threads; at most {@link #threads}. */
  public void split(int count, IntConsumer part) {
    splitter.split(count, part);
  }

  /** An object that a backend keeps with each frame, made when first asked for. */
  public <T> T attachment(Class<T> type, Supplier<T> maker) {
    return type.cast(attachments.computeIfAbsent(type, _ -> maker.get()));
  }

  /** Memory of the given alignment for one frame. */
  public static MemorySegment allocate(Arena arena, long bytes) {
    return arena.allocate(Math.max(bytes, 1), 64);
  }
}
