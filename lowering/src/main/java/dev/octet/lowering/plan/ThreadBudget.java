package dev.octet.lowering.plan;

import java.util.concurrent.Semaphore;

/**
 * Divides a number of threads among concurrent runs: a run that finds enough free gets the most
 * that a run can use, others get one each and wait while there is none. So many callers are served
 * side by side rather than each by all threads in turn, which costs fewer hand-overs.
 */
final class ThreadBudget {
  private final int most;
  private final Semaphore free;

  /**
   * A budget.
   *
   * @param most what one run can use, at least 1 and at most all
   */
  ThreadBudget(int total, int most) {
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
    if (takesMost()) {
      return new Share(this, most, most);
    }
    free.acquireUninterruptibly();
    return new Share(this, 1, 1);
  }

  /** True if as many are free as a run can use, and they are the caller's now. */
  private boolean takesMost() {
    return free.tryAcquire(most);
  }

  /** For a run that may itself wait for others: it gets one thread beyond the budget at need. */
  Share takeWithoutWaiting() {
    if (takesMost()) {
      return new Share(this, most, most);
    }
    return new Share(this, 1, free.tryAcquire() ? 1 : 0);
  }
}
