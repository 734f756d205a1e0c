package dev.octet.lowering.plan;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs that wait for a thread. No more threads work on them than runs may be in work at once: more
 * would wait for each other, each with a stack of its own. Thread-safe.
 */
final class Submissions {
  private final int most;
  private final Queue<Task> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger workers = new AtomicInteger();

  private record Task(Runnable work, CompletableFuture<@Nullable Void> done) {
    void run() {
      try {
        work.run();
        done.complete(null);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
    }
  }

  /**
   * A queue.
   *
   * @param most threads of an executor that work on it at once
   */
  Submissions(int most) {
    this.most = most;
  }

  /** Has work done in its turn by a thread of the executor. */
  CompletableFuture<@Nullable Void> add(Runnable work, Executor executor) {
    Task task = new Task(work, new CompletableFuture<>());
    waiting.add(task);
    if (claims()) {
      try {
        executor.execute(this::work);
      } catch (RuntimeException | Error e) {
        workers.decrementAndGet();
        refuse(task, e);
      }
    }
    return task.done;
  }

  /** Counts one more worker if there may be one. */
  private boolean claims() {
    return workers.getAndUpdate(count -> Math.min(count + 1, most)) < most;
  }

  private void work() {
    do {
      for (Task task = waiting.poll(); task != null; task = waiting.poll()) {
        task.run();
      }
      workers.decrementAndGet();
      // Whoever added work since may have found this worker still counted.
    } while (!waiting.isEmpty() && claims());
  }

  /** Fails a task for which there is no thread, and all that relied on this one. */
  private void refuse(Task task, Throwable why) {
    if (waiting.remove(task)) {
      task.done.completeExceptionally(why);
    }
    while (workers.get() == 0) {
      Task next = waiting.poll();
      if (next == null) {
        return;
      }
      next.done.completeExceptionally(why);
    }
  }
}
