package dev.octet.lowering.kernel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where kernels of a frame put work that others do while the run goes on. */
public interface WorkQueue {
  /** Waits until all work is done and its results are where the caller reads them. */
  void finish();

  /**
   * Tells when that is so, without a thread that waits.
   *
   * @param executor completes the future
   */
  CompletableFuture<@Nullable Void> completion(Executor executor);
}
