package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Work for a device: kernels and transfers, which begin some time after they were queued. Offsets
 * and sizes are in bytes. For one thread at a time; threads have queues of their own. The buffers
 * that queued work uses must live until it has ended. Closing the arena of a queue waits for its
 * work.
 */
public final class CommandQueue {
  private static final long OUT_OF_ORDER = 1L << 0;
  private static final long PROFILING = 1L << 1;
  private static final long MAP_READ = 1L << 0;
  private static final long MAP_WRITE = 1L << 1;
  private static final int DIMENSIONS = 3;
  private static final MemorySegment NONE = MemorySegment.NULL;

  private final Device device;
  private final boolean ordered;
  private final MemorySegment handle;
  private final InFlight inFlight;

  /** Arguments of calls, kept so that none of them needs memory of its own. */
  private final MemorySegment globalSizes;

  private final MemorySegment localSizes;
  private final MemorySegment pattern;
  private final MemorySegment made;

  private CommandQueue(
      Device device, boolean ordered, MemorySegment handle, InFlight inFlight, Arena arena) {
    this.device = device;
    this.ordered = ordered;
    this.handle = handle;
    this.inFlight = inFlight;
    this.globalSizes = arena.allocate(ValueLayout.JAVA_LONG, DIMENSIONS);
    this.localSizes = arena.allocate(ValueLayout.JAVA_LONG, DIMENSIONS);
    this.pattern = arena.allocate(ValueLayout.JAVA_LONG);
    this.made = arena.allocate(ValueLayout.ADDRESS);
  }

  /**
   * The driver's {@code cl_command_queue}, for other libraries that put work into it; valid as long
   * as the arena that the queue was made in.
   */
  public MemorySegment handle() {
    return handle;
  }

  static CommandQueue create(
      SharedContext context, Arena arena, boolean profiling, boolean outOfOrder) {
    Device device = context.device();
    long properties = (profiling ? PROFILING : 0) | (outOfOrder ? OUT_OF_ORDER : 0);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment status = scratch.allocate(ValueLayout.JAVA_INT);
      MemorySegment queue = create(context, properties, status);
      if (outOfOrder && ClError.INVALID_QUEUE_PROPERTIES.is(status.get(ValueLayout.JAVA_INT, 0))) {
        queue = create(context, properties & ~OUT_OF_ORDER, status);
      }
      DeviceException.check("making a queue on " + device, status.get(ValueLayout.JAVA_INT, 0));
      MemorySegment made = queue;
      InFlight inFlight = new InFlight();
      // Releasing alone would let work go on that uses memory which is freed next.
      MemorySegment owned =
          Owned.in(
              arena,
              made,
              "a queue",
              Cl.RELEASE_COMMAND_QUEUE,
              () -> Owned.release(made, "a queue", Cl.FINISH),
              inFlight::clear);
      return new CommandQueue(device, !outOfOrder, owned, inFlight, arena);
    }
  }

  private static MemorySegment create(
      SharedContext context, long properties, MemorySegment status) {
    return Cl.made(
        Cl.CREATE_COMMAND_QUEUE, context.handle(), context.device().handle(), properties, status);
  }

  /**
   * Runs a kernel with the arguments that it has now.
   *
   * @param global the work-items in each of one to three dimensions; with a 0 nothing runs
   * @param local the work-items of a group, dividing those; or null for what the driver chooses
   */
  public void run(DeviceKernel kernel, long[] global, long @Nullable [] local) {
    if (sizes(kernel, global, local)) {
      enqueue(kernel, global.length, local != null, 0, NONE, NONE);
    }
  }

  /**
   * The same as an event, once others have ended.
   *
   * @param after events of queues of the same device; in an ordered queue none are needed
   */
  public DeviceEvent launch(
      DeviceKernel kernel, long[] global, long @Nullable [] local, List<DeviceEvent> after) {
    if (!sizes(kernel, global, local)) {
      return marker(after);
    }
    try (Arena scratch = Arena.ofConfined()) {
      enqueue(
          kernel,
          global.length,
          local != null,
          after.size(),
          DeviceEvent.list(after, scratch),
          made);
    }
    return made(kernel.toString());
  }

  /** Brings bytes to a buffer. Memory of the heap is always copied first. */
  public void write(MemorySegment memory, long offset, MemorySegment host, boolean blocking) {
    long bytes = host.byteSize();
    if (bytes == 0) {
      return;
    }
    if (!host.isNative()) {
      try (Arena copying = Arena.ofConfined()) {
        write(memory, offset, copying.allocate(bytes, Long.BYTES).copyFrom(host), true);
      }
      return;
    }
    int status;
    try {
      status =
          (int)
              Cl.ENQUEUE_WRITE.invokeExact(
                  handle, memory, blocking ? 1 : 0, offset, bytes, host, 0, NONE, NONE);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "writing", bytes);
    transferred(host, blocking);
  }

  /** Brings bytes of a buffer to the host. To memory of the heap only a blocking read can. */
  public void read(MemorySegment memory, long offset, MemorySegment host, boolean blocking) {
    long bytes = host.byteSize();
    if (host.isReadOnly() || !(blocking || host.isNative())) {
      throw new IllegalArgumentException("a read cannot go to " + host);
    }
    if (bytes == 0) {
      return;
    }
    if (!host.isNative()) {
      try (Arena copying = Arena.ofConfined()) {
        MemorySegment copy = copying.allocate(bytes, Long.BYTES);
        read(memory, offset, copy, true);
        host.copyFrom(copy);
      }
      return;
    }
    int status;
    try {
      status =
          (int)
              Cl.ENQUEUE_READ.invokeExact(
                  handle, memory, blocking ? 1 : 0, offset, bytes, host, 0, NONE, NONE);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "reading", bytes);
    transferred(host, blocking);
  }

  /** Copies bytes on the device; within one buffer the two places must not overlap. */
  public void copy(
      MemorySegment from, long fromOffset, MemorySegment to, long toOffset, long bytes) {
    if (bytes == 0) {
      return;
    }
    int status;
    try {
      status =
          (int)
              Cl.ENQUEUE_COPY.invokeExact(
                  handle, from, to, fromOffset, toOffset, bytes, 0, NONE, NONE);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "copying", bytes);
  }

  /** Sets bytes of a buffer to a value. */
  public void fill(MemorySegment memory, long offset, long bytes, byte value) {
    pattern.set(ValueLayout.JAVA_BYTE, 0, value);
    repeat(memory, offset, bytes, Byte.BYTES);
  }

  /** Sets words of four bytes; offset and size are multiples of four. */
  public void fillWords(MemorySegment memory, long offset, long bytes, int value) {
    pattern.set(ValueLayout.JAVA_INT, 0, value);
    repeat(memory, offset, bytes, Integer.BYTES);
  }

  private void repeat(MemorySegment memory, long offset, long bytes, long patternBytes) {
    if (bytes == 0) {
      return;
    }
    int status;
    try {
      status =
          (int)
              Cl.ENQUEUE_FILL.invokeExact(
                  handle, memory, pattern, patternBytes, offset, bytes, 0, NONE, NONE);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "filling", bytes);
  }

  /**
   * Waits for the work so far and gives the host access to bytes of a buffer; no kernel may use
   * them until {@link #unmap}. Where the device shares the host's memory this copies nothing.
   */
  public MemorySegment map(MemorySegment memory, long offset, long bytes, boolean writable) {
    long flags = MAP_READ | (writable ? MAP_WRITE : 0);
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment status = scratch.allocate(ValueLayout.JAVA_INT);
      MemorySegment mapped =
          Cl.made(Cl.ENQUEUE_MAP, handle, memory, 1, flags, offset, bytes, 0, NONE, NONE, status);
      check(status.get(ValueLayout.JAVA_INT, 0), "mapping", bytes);
      return sized(mapped, bytes);
    }
  }

  /** Ends what {@link #map} began; later work of this queue sees what the host wrote. */
  public void unmap(MemorySegment memory, MemorySegment mapped) {
    check(
        Cl.status(Cl.ENQUEUE_UNMAP, handle, memory, mapped, 0, NONE, NONE),
        "unmapping",
        mapped.byteSize());
  }

  /** Work that is queued from now on begins when all that was queued before has ended. */
  public void barrier() {
    check(Cl.status(Cl.ENQUEUE_BARRIER, handle, 0, NONE, NONE), "a barrier");
  }

  /** An event for the end of other events, or of all work so far if none are given. */
  public DeviceEvent marker(List<DeviceEvent> after) {
    try (Arena scratch = Arena.ofConfined()) {
      check(
          Cl.status(
              Cl.ENQUEUE_MARKER, handle, after.size(), DeviceEvent.list(after, scratch), made),
          "a marker");
    }
    return made("a marker");
  }

  /**
   * Lets the work so far begin and tells when it has ended, without a thread that waits.
   *
   * @param executor completes the future, so that the driver's own threads run nothing of it
   */
  public CompletableFuture<@Nullable Void> completion(Executor executor) {
    try (DeviceEvent marker = marker(List.of())) {
      return marker.completion(executor, inFlight.take());
    }
  }

  /** Lets the work so far begin. */
  public void flush() {
    int status;
    try {
      status = (int) Cl.FLUSH.invokeExact(handle);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "flushing the queue");
  }

  /** Waits for the work so far. */
  public void finish() {
    int status;
    try {
      status = (int) Cl.FINISH.invokeExact(handle);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    check(status, "waiting for the queue");
    inFlight.clear();
  }

  /** Puts the sizes where the calls read them; false if there is nothing to run. */
  private boolean sizes(DeviceKernel kernel, long[] global, long @Nullable [] local) {
    int dimensions = global.length;
    if (dimensions < 1
        || dimensions > DIMENSIONS
        || (local != null && local.length != dimensions)) {
      throw new IllegalArgumentException(
          kernel + ": one to three dimensions are needed, the same for groups");
    }
    boolean any = true;
    for (int i = 0; i < dimensions; i++) {
      any &= global[i] > 0;
      globalSizes.setAtIndex(ValueLayout.JAVA_LONG, i, global[i]);
      if (local != null) {
        localSizes.setAtIndex(ValueLayout.JAVA_LONG, i, local[i]);
      }
    }
    return any;
  }

  private void enqueue(
      DeviceKernel kernel,
      int dimensions,
      boolean grouped,
      int waits,
      MemorySegment after,
      MemorySegment event) {
    MemorySegment groups = grouped ? localSizes : NONE;
    int status;
    try {
      status =
          (int)
              Cl.ENQUEUE_KERNEL.invokeExact(
                  handle,
                  kernel.handle(),
                  dimensions,
                  NONE,
                  globalSizes,
                  groups,
                  waits,
                  after,
                  event);
    } catch (Throwable e) {
      throw Cl.broken(e);
    }
    if (status != Cl.SUCCESS) {
      throw DeviceException.of("running " + described(kernel, dimensions, grouped), status);
    }
  }

  private String described(DeviceKernel kernel, int dimensions, boolean grouped) {
    return String.format(
        Locale.ROOT,
        "the kernel %s on %s (%s work-items%s, at most %d in a group)",
        kernel,
        device,
        text(globalSizes, dimensions),
        grouped ? " in groups of " + text(localSizes, dimensions) : "",
        kernel.workGroupLimit());
  }

  private static String text(MemorySegment sizes, int dimensions) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < dimensions; i++) {
      text.append(i == 0 ? "" : "x").append(sizes.getAtIndex(ValueLayout.JAVA_LONG, i));
    }
    return text.toString();
  }

  private DeviceEvent made(String what) {
    return new DeviceEvent(device, handle, made.get(ValueLayout.ADDRESS, 0), what);
  }

  /** What an ordered queue transfers in a blocking way ends all that was queued before. */
  private void transferred(MemorySegment host, boolean blocking) {
    if (!blocking) {
      inFlight.add(host);
    } else if (ordered) {
      inFlight.clear();
    }
  }

  private void check(int status, String what) {
    if (status != Cl.SUCCESS) {
      throw DeviceException.of(what + " on " + device, status);
    }
  }

  private void check(int status, String what, long bytes) {
    if (status != Cl.SUCCESS) {
      throw DeviceException.of(what + " " + BufferLimits.size(bytes) + " on " + device, status);
    }
  }

  @SuppressWarnings("restricted") // the driver tells no size with its addresses
  private static MemorySegment sized(MemorySegment address, long bytes) {
    return address.reinterpret(bytes);
  }
}
