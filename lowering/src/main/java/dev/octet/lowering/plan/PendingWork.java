package dev.octet.lowering.plan;

import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * What must be done before a plan runs, and may be done by other threads while the rest of the plan
 * is made: packing a weight touches all of it, and nobody needs its bytes before the first run.
 * Work is added and finished by one thread at a time.
 */
final class PendingWork {
  /** More would be idle: the thread that makes the plan adds work at about that pace. */
  private static final int MOST_THREADS = 3;

  private final int threads =
      Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() - 1);
  private final List<FutureTask<@Nullable Void>> added = new ArrayList<>();
  private final Queue<FutureTask<@Nullable Void>> waiting = new ArrayDeque<>();
  private int workers;

  /** Has work done by {@link #finish} at the latest. */
  void add(Runnable work) {
    FutureTask<@Nullable Void> task = new FutureTask<>(work, null);
    added.add(task);
    synchronized (waiting) {
      waiting.add(task);
      if (workers < threads) {
        workers++;
        Thread.ofPlatform().daemon().name("octet-packing").start(this::workUntilNoneWaits);
      }
    }
  }

  private void workUntilNoneWaits() {
    while (true) {
      FutureTask<@Nullable Void> task;
      synchronized (waiting) {
        task = waiting.poll();
        if (task == null) {
          workers--;
          return;
        }
      }
      task.run();
    }
  }

  /**
   * Takes part in what still waits, and returns when all is done. Throws what the work threw: the
   * memory that was to be filled must not be used then.
   */
  void finish() {
    while (true) {
      FutureTask<@Nullable Void> task;
      synchronized (waiting) {
        task = waiting.poll();
      }
      if (task == null) {
        break;
      }
      task.run();
    }
    Throwable failure = null;
    for (FutureTask<@Nullable Void> task : added) {
      try {
        Uninterruptibles.getUninterruptibly(task);
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
    }
    added.clear();
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
