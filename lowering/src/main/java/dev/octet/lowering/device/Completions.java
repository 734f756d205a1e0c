package dev.octet.lowering.device;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Futures that events complete. The driver calls from a thread of its own, which must not be kept
 * and must see no exception; all it does here is to pass the result to an executor.
 */
@SuppressWarnings("restricted") // calling native code, and being called by it
final class Completions {
  private static final int COMPLETE = 0;
  private static final Map<Long, Pending> PENDING = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final MemorySegment CALLBACK = callback();

  /** A future, who completes it, and what must stay reachable until then. */
  private record Pending(
      CompletableFuture<@Nullable Void> future, String what, Executor executor, Object held) {

    void complete(int status) {
      if (status < 0) {
        future.completeExceptionally(DeviceException.of(what, status));
      } else {
        future.complete(null);
      }
    }
  }

  private Completions() {}

  /** A future for an event that was not closed yet. */
  static CompletableFuture<@Nullable Void> of(
      MemorySegment event, String what, Executor executor, Object held) {
    long number = NUMBERS.incrementAndGet();
    CompletableFuture<@Nullable Void> future = new CompletableFuture<>();
    PENDING.put(number, new Pending(future, what, executor, held));
    int status =
        Cl.status(
            Cl.SET_EVENT_CALLBACK, event, COMPLETE, CALLBACK, MemorySegment.ofAddress(number));
    if (status != Cl.SUCCESS) {
      PENDING.remove(number);
      throw DeviceException.of("waiting for " + what, status);
    }
    return future;
  }

  /** Called by drivers, with the number in place of an address. */
  @SuppressWarnings("unused") // found by its name; it has the parameters of a callback
  private static void ended(MemorySegment event, int status, MemorySegment number) {
    Pending pending = PENDING.remove(number.address());
    if (pending == null) {
      return;
    }
    try {
      pending.executor().execute(() -> pending.complete(status));
    } catch (RejectedExecutionException e) { // the executor was shut down; somebody may still wait
      Thread.startVirtualThread(() -> pending.complete(status));
    } catch (RuntimeException | Error e) {
      pending.future().completeExceptionally(e);
    }
  }

  private static MemorySegment callback() {
    try {
      return Linker.nativeLinker()
          .upcallStub(
              MethodHandles.lookup()
                  .findStatic(
                      Completions.class,
                      "ended",
                      MethodType.methodType(
                          void.class, MemorySegment.class, int.class, MemorySegment.class)),
              FunctionDescriptor.ofVoid(
                  ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
              Arena.global());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the callback for events", e);
    }
  }
}
