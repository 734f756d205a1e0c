package dev.octet.lowering;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The future of a run, which that alone completes: whoever frees memory when it is complete must
 * not do so while the run still writes there. A run cannot be cancelled; time limits and further
 * stages get futures of their own.
 */
final class SubmittedRun<T> extends CompletableFuture<T> {
  private SubmittedRun() {}

  /**
   * A future with a result.
   *
   * @param done complete when the run has ended
   */
  static <T> SubmittedRun<T> of(CompletableFuture<?> done, T result) {
    SubmittedRun<T> run = new SubmittedRun<>();
    var _ = done.whenComplete((_, failure) -> run.end(result, failure));
    return run;
  }

  private void end(T result, Throwable failure) {
    if (failure == null) {
      super.complete(result);
    } else {
      super.completeExceptionally(failure);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }

  /** Does nothing and returns false. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return false;
  }

  /** Does nothing and returns false. */
  @Override
  public boolean complete(T value) {
    return false;
  }

  /** Does nothing and returns false. */
  @Override
  public boolean completeExceptionally(Throwable failure) {
    return false;
  }

  /** A copy that fails when the time is over; the run goes on, and so does this. */
  @Override
  public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
    return copy().orTimeout(timeout, unit);
  }

  /** A copy that has the value when the time is over; the run goes on, and so does this. */
  @Override
  public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
    return copy().completeOnTimeout(value, timeout, unit);
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    throw refused();
  }

  @Override
  public void obtrudeValue(T value) {
    throw refused();
  }

  @Override
  public void obtrudeException(Throwable failure) {
    throw refused();
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException(
        "the future of a run is completed by the run alone; complete a copy() of it");
  }
}
