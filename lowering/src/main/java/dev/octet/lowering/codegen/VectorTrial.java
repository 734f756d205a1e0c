package dev.octet.lowering.codegen;

import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.lowering.codegen.bytecode.NestClass;
import dev.octet.lowering.codegen.loop.NestForm;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the vector form of a nest compiled by the JIT compiler, and tells when it is quicker than the
 * scalar form. It calls both on memory of its own, a few milliseconds at a time, on a background
 * thread that all trials share; as soon as the compiler has had calls enough to start, it only
 * looks from time to time. A trial begins when the nest is used, goes on while it is used, and is
 * taken up again when it is used again. Thread-safe.
 */
final class VectorTrial {
  static final String THREAD = "octet-kernels";

  /**
   * So many calls take a loop through all tiers of the JIT compiler: it looks at the counters of a
   * method every 2048 calls, and compiles it for good after up to 5000 in the last tier but one.
   */
  private static final int CALLS = 8000;

  /** Calls that are timed to compare the two forms. */
  private static final int TIMED = 4;

  /** Attempts that may end without a result; after these the nest stays scalar. */
  private static final int ATTEMPTS = 4;

  /** Trials that go on at once; further ones wait until their nests are used again. */
  static final int MOST_AT_ONCE = 64;

  private static final long BURST_NANOS = 5_000_000;
  private static final long MOST_CALLING_NANOS = 1_000_000_000;
  private static final long ATTEMPT_NANOS = 8_000_000_000L;
  private static final long UNUSED_NANOS = 3_000_000_000L;

  /** The first run of a model is left alone. */
  private static final long START_MILLIS = 100;

  private static final long LOOK_MILLIS = 10;

  private static final ScheduledThreadPoolExecutor BACKGROUND = background();
  private static final AtomicInteger GOING_ON = new AtomicInteger();

  private final NestForm form;
  private final GeneratedNest scalar;
  private final Consumer<GeneratedNest> settle;
  private final AtomicBoolean goingOn = new AtomicBoolean();
  private volatile long lastUse;

  // What follows belongs to the background thread.
  private @Nullable GeneratedNest vectors;
  private @Nullable TrialMemory memory;
  private int attempts;
  private long begin;
  private long calling;
  private int calls;

  /**
   * Makes a trial.
   *
   * @param settle is given the form to run from then on
   */
  VectorTrial(NestForm form, GeneratedNest scalar, Consumer<GeneratedNest> settle) {
    this.form = form;
    this.scalar = scalar;
    this.settle = settle;
  }

  /** One thread, there only while there is work. */
  private static ScheduledThreadPoolExecutor background() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, THREAD);
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(1, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** How many trials are going on in the process. */
  static int goingOn() {
    return GOING_ON.get();
  }

  /** The nest is about to run. */
  void used() {
    lastUse = System.nanoTime();
    if (!goingOn.get() && goingOn.compareAndSet(false, true)) {
      if (GOING_ON.incrementAndGet() > MOST_AT_ONCE) {
        stop();
      } else {
        next(START_MILLIS);
      }
    }
  }

  private void next(long millis) {
    var _ = BACKGROUND.schedule(this::step, millis, TimeUnit.MILLISECONDS);
  }

  private void stop() {
    goingOn.set(false);
    GOING_ON.decrementAndGet();
  }

  private void step() {
    boolean more = false;
    boolean failed = true;
    try {
      more = proceed();
      failed = false;
    } finally {
      if (failed) {
        settle.accept(scalar);
      }
      if (more) {
        next(calls < CALLS ? 1 : LOOK_MILLIS);
      } else {
        leave();
      }
    }
  }

  private void leave() {
    if (memory != null) {
      memory.close();
      memory = null;
    }
    calls = 0;
    calling = 0;
    stop();
  }

  /** Returns whether there is more to do. */
  private boolean proceed() {
    long now = System.nanoTime();
    if (now - lastUse > UNUSED_NANOS) {
      return false;
    }
    TrialMemory own = memory;
    if (own == null) {
      own = TrialMemory.allocate(form, LoopOptions.lanes());
      memory = own;
      begin = now;
    }
    GeneratedNest candidate = vectors;
    if (candidate == null) {
      candidate = NestClass.compile(form, LoopOptions.lanes(), true);
      vectors = candidate;
    }
    if (calls < CALLS) {
      train(own, candidate, now);
    }
    if (best(own, candidate) < best(own, scalar)) {
      settle.accept(candidate);
      return false;
    }
    if (System.nanoTime() - begin > ATTEMPT_NANOS) {
      attempts++;
      if (attempts == ATTEMPTS) {
        settle.accept(scalar);
      }
      return false;
    }
    return true;
  }

  private void train(TrialMemory own, GeneratedNest candidate, long start) {
    long now = start;
    while (calls < CALLS && now - start < BURST_NANOS) {
      own.call(candidate);
      own.call(scalar);
      calls++;
      now = System.nanoTime();
    }
    calling += now - start;
    if (calling > MOST_CALLING_NANOS) {
      calls = CALLS;
    }
  }

  private static long best(TrialMemory own, GeneratedNest nest) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < TIMED; i++) {
      long from = System.nanoTime();
      own.call(nest);
      best = Math.min(best, System.nanoTime() - from);
    }
    return best;
  }
}
