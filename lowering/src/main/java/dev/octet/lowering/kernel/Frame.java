package dev.octet.lowering.kernel;

import dev.octet.tensor.InternalException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one run: where each buffer lies. The caller's own buffers change from run to run.
 * Used by one thread at a time.
 */
public final class Frame {
  private final MemorySegment memory;
  private final long deviceBytes;
  private final MemorySegment scratch;
  private final long[] offsets;
  private final MemorySegment[] constants;
  private final MemorySegment[] inputs;
  private final MemorySegment[] outputs;
  private final Map<Class<?>, Object> attachments = new HashMap<>();
  private final int mostThreads;
  private final Splitter splitter;
  private @Nullable WorkQueue queue;
  private int threads = 1;
  private boolean waiting = true;

  /**
   * Memory for one run at a time.
   *
   * @param memory of this process
   * @param deviceBytes how much memory of the device a run needs
   * @param offsets where each buffer of the frame begins in the memory of its space, by its index
   * @param constants the memory of each constant, by its index; of those of the device the handle
   * @param mostThreads the most that a run may use
   * @param splitter divides kernels among threads
   */
  public Frame(
      MemorySegment memory,
      long deviceBytes,
      MemorySegment scratch,
      long[] offsets,
      MemorySegment[] constants,
      int inputs,
      int outputs,
      int mostThreads,
      Splitter splitter) {
    this.memory = memory;
    this.deviceBytes = deviceBytes;
    this.scratch = scratch;
    this.offsets = offsets;
    this.constants = constants;
    this.mostThreads = mostThreads;
    this.splitter = splitter;
    this.inputs = new MemorySegment[inputs];
    this.outputs = new MemorySegment[outputs];
  }

  /** The memory of a buffer of this process, from its first element on. */
  public MemorySegment segment(Buffer buffer) {
    requireHost(buffer);
    MemorySegment base =
        switch (buffer.owner()) {
          case CONSTANT -> constants[buffer.index()];
          case FRAME -> memory.asSlice(offsets[buffer.index()]);
          case INPUT -> inputs[buffer.index()];
          case OUTPUT -> outputs[buffer.index()];
        };
    return base.asSlice(buffer.displacement(), buffer.byteSize());
  }

  /** The address of the first element of a buffer of this process. */
  public long address(Buffer buffer) {
    requireHost(buffer);
    return switch (buffer.owner()) {
          case CONSTANT -> constants[buffer.index()].address();
          case FRAME -> memory.address() + offsets[buffer.index()];
          case INPUT -> inputs[buffer.index()].address();
          case OUTPUT -> outputs[buffer.index()].address();
        }
        + buffer.displacement();
  }

  private static void requireHost(Buffer buffer) {
    if (buffer.space() != Space.HOST) {
      throw new InternalException(buffer + " lies on the device and is read by the processor");
    }
  }

  /** How many bytes of the device's memory a run needs. */
  public long deviceBytes() {
    return deviceBytes;
  }

  /** Where a buffer of the frame begins in the memory of its space, in bytes. */
  public long offset(Buffer buffer) {
    return offsets[buffer.index()];
  }

  /** What tells a constant of the device. */
  public MemorySegment handle(Buffer constant) {
    return constants[constant.index()];
  }

  /** True if the buffer lies where it lies for as long as the frame lives. */
  public static boolean isFixed(Buffer buffer) {
    return buffer.owner() == Buffer.Owner.CONSTANT || buffer.owner() == Buffer.Owner.FRAME;
  }

  /** Memory that a kernel may use while it runs. */
  public MemorySegment scratch() {
    return scratch;
  }

  /**
   * Sets what the next run reads and writes.
   *
   * @param waits whether the run waits for work that it puts into a queue
   */
  public void attach(
      MemorySegment[] newInputs, MemorySegment[] newOutputs, int newThreads, boolean waits) {
    System.arraycopy(newInputs, 0, inputs, 0, inputs.length);
    System.arraycopy(newOutputs, 0, outputs, 0, outputs.length);
    threads = newThreads;
    waiting = waits;
  }

  /** Forgets the caller's memory, which may be freed now. */
  public void detach() {
    Arrays.fill(inputs, MemorySegment.NULL);
    Arrays.fill(outputs, MemorySegment.NULL);
  }

  /** Memory of the caller, whatever space reads or writes it. */
  public MemorySegment caller(Buffer buffer) {
    return (buffer.owner() == Buffer.Owner.INPUT ? inputs : outputs)[buffer.index()];
  }

  /** Whether kernels may use the caller's memory only until they return. */
  public boolean isWaiting() {
    return waiting;
  }

  /** The queue of the kernels that have one. */
  public Optional<WorkQueue> queue() {
    return Optional.ofNullable(queue);
  }

  /** Tells where kernels put work; once. */
  public void setQueue(WorkQueue given) {
    queue = given;
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
