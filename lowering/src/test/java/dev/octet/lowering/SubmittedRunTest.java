package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A future that tells when memory may be freed says so when the run has ended, not before. */
final class SubmittedRunTest {
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final SubmittedRun<String> run = SubmittedRun.of(done, "result");

  @Test
  void itHasItsResultWhenTheRunHasEnded() {
    CompletableFuture<String> next = run.thenApply(result -> result + "!");
    assertThat(run.isDone()).isFalse();
    done.complete(null);
    assertThat(run.join()).isEqualTo("result");
    assertThat(next.join()).isEqualTo("result!");
  }

  @Test
  void itFailsAsTheRunDid() {
    IllegalStateException failure = new IllegalStateException("no memory");
    done.completeExceptionally(failure);
    assertThat(assertThrows(CompletionException.class, run::join))
        .hasCauseThat()
        .isSameInstanceAs(failure);
    assertThat(assertThrows(ExecutionException.class, run::get))
        .hasCauseThat()
        .isSameInstanceAs(failure);
  }

  @Test
  void nobodyElseCompletesIt() {
    assertThat(run.cancel(true)).isFalse();
    assertThat(run.complete("other")).isFalse();
    assertThat(run.completeExceptionally(new IllegalStateException())).isFalse();
    assertThrows(UnsupportedOperationException.class, () -> run.completeAsync(() -> "other"));
    assertThrows(UnsupportedOperationException.class, () -> run.obtrudeValue("other"));
    assertThrows(
        UnsupportedOperationException.class,
        () -> run.obtrudeException(new IllegalStateException()));
    assertThat(run.isDone()).isFalse();
    done.complete(null);
    assertThat(run.join()).isEqualTo("result");
  }

  @Test
  void aTimeLimitIsThatOfACopy() {
    CompletableFuture<String> limited = run.orTimeout(1, TimeUnit.MILLISECONDS);
    CompletableFuture<String> fallback = run.completeOnTimeout("late", 1, TimeUnit.MILLISECONDS);
    assertThat(assertThrows(CompletionException.class, limited::join))
        .hasCauseThat()
        .isInstanceOf(TimeoutException.class);
    assertThat(fallback.join()).isEqualTo("late");
    assertThat(run.isDone()).isFalse();
  }

  @Test
  void aStageOfItMayBeCancelled() {
    CompletableFuture<String> copy = run.copy();
    assertThat(copy.cancel(true)).isTrue();
    assertThat(run.isDone()).isFalse();
  }
}
