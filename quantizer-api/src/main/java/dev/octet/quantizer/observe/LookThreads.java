package dev.octet.quantizer.observe;

import com.google.common.base.Preconditions;
import java.util.concurrent.ForkJoinPool;

/**
 * How many threads one look at a tensor may use. A histogram of a large tensor is counted by all
 * processors, unless batches run side by side: then every processor has work already, and threads
 * that are woken for a part of a look only get in its way (resnet50: a tenth of the calibration).
 */
public final class LookThreads {
  private static final ScopedValue<Integer> LIMIT = ScopedValue.newInstance();

  private LookThreads() {}

  /**
   * Runs {@code work}, in which each look is taken by at most that many threads, including the one
   * that calls.
   *
   * @param threads at least 1
   */
  public static void limitedTo(int threads, Runnable work) {
    Preconditions.checkArgument(threads >= 1, "%s threads, expected at least 1", threads);
    ScopedValue.where(LIMIT, threads).run(work);
  }

  static int limit() {
    return Math.min(LIMIT.orElse(Integer.MAX_VALUE), ForkJoinPool.getCommonPoolParallelism() + 1);
  }
}
