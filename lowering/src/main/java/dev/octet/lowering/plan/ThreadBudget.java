package dev.octet.lowering.plan;

import java.util.concurrent.Semaphore;

/**
 * Divides a number of threads among concurrent runs: a run that finds nobody else gets all, others
 * get one each and wait while there is none. So many callers are served side by side rather than
 * each by all threads in turn, which costs fewer hand-overs.
 */
final class ThreadBudget {
  private final int total;
  private final int most;
  private final Semaphore free;

  /**
   * A budget.
   *
   * @param most what one run can use: all, or one
   */
  ThreadBudget(int total, int most) {
    this.total = total;
    this.most = most;
    this.free = new Semaphore(total);
  }

  /**
   * What one run got; closing it gives it back.
   *
   * @param held how many of the threads are of the budget
   */
  record Share(ThreadBudget budget, int threads, int held) implements AutoCloseable {
    @Override
    public void close() {
      budget.free.release(held);
    }
  }

  Share take() {
    if (takesAll()) {
      return new Share(this, most, total);
    }
    free.acquireUninterruptibly();
    return new Share(this, 1, 1);
  }

  /** True if everything is free, somebody could use it, and it is the caller's now. */
  private boolean takesAll() {
    return most > 1 && free.tryAcquire(total);
  }

  /** For a run that may itself wait for others: it gets one thread beyond the budget at need. */
  Share takeWithoutWaiting() {
    if (takesAll()) {
      return new Share(this, most, total);
    }
    return new Share(this, 1, free.tryAcquire() ? 1 : 0);
  }
}
