package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The end of some queued work. Closing it frees what the driver keeps for it, not the work. Safe
 * for use by many threads, except that closing must come last.
 */
public final class DeviceEvent implements AutoCloseable {
  private static final int PROFILING_START = 0x1282;
  private static final int PROFILING_END = 0x1283;
  private static final int EXECUTION_STATUS = 0x11D3;

  private final Device device;
  private final MemorySegment queue;
  private final MemorySegment handle;
  private final String what;
  private final AtomicBoolean closed = new AtomicBoolean();

  DeviceEvent(Device device, MemorySegment queue, MemorySegment handle, String what) {
    this.device = device;
    this.queue = queue;
    this.handle = handle;
    this.what = what;
  }

  /** Lets the work begin and waits for its end. */
  public void await() {
    try (Arena arena = Arena.ofConfined()) {
      int status = Cl.status(Cl.WAIT_FOR_EVENTS, 1, list(List.of(this), arena));
      int own =
          status == Cl.SUCCESS ? Cl.SUCCESS : ClInfo.event(handle()).integer(EXECUTION_STATUS);
      DeviceException.check(what + " on " + device, own < 0 ? own : status);
    }
  }

  /**
   * How long the device worked on it, in nanoseconds; of work that has ended, in a queue with
   * profiling.
   */
  public long nanoseconds() {
    return end() - start();
  }

  /** When the device began, in nanoseconds of its own clock; conditions as above. */
  public long start() {
    return time(PROFILING_START);
  }

  /** When the device ended, in nanoseconds of its own clock; conditions as above. */
  public long end() {
    return time(PROFILING_END);
  }

  /**
   * Lets the work begin and tells when it has ended, without a thread that waits. The event may be
   * closed meanwhile.
   *
   * @param executor completes the future, so that the driver's own threads run nothing of it
   */
  public CompletableFuture<@Nullable Void> completion(Executor executor) {
    return completion(executor, List.of());
  }

  /** The same, and holds on to something until then. */
  CompletableFuture<@Nullable Void> completion(Executor executor, Object held) {
    CompletableFuture<@Nullable Void> future =
        Completions.of(handle(), what + " on " + device, executor, held);
    DeviceException.check("flushing the queue on " + device, Cl.status(Cl.FLUSH, queue));
    return future;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Owned.release(handle, "an event", Cl.RELEASE_EVENT);
    }
  }

  /** The handles of events, or no address if there are none. */
  static MemorySegment list(List<DeviceEvent> events, Arena arena) {
    if (events.isEmpty()) {
      return MemorySegment.NULL;
    }
    MemorySegment list = arena.allocate(ValueLayout.ADDRESS, events.size());
    for (int i = 0; i < events.size(); i++) {
      list.setAtIndex(ValueLayout.ADDRESS, i, events.get(i).handle());
    }
    return list;
  }

  private MemorySegment handle() {
    if (closed.get()) {
      throw new IllegalStateException("the event of " + what + " is closed");
    }
    return handle;
  }

  private long time(int property) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(ValueLayout.JAVA_LONG);
      DeviceException.check(
          "the time of " + what + " on " + device,
          Cl.status(
              Cl.GET_EVENT_PROFILING_INFO,
              handle(),
              property,
              (long) Long.BYTES,
              time,
              MemorySegment.NULL));
      return time.get(ValueLayout.JAVA_LONG, 0);
    }
  }
}
