package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SubmissionsTest {
  private final Submissions submissions = new Submissions(3);

  @Test
  void soManyWorkAtOnceAndAllIsDone() {
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      List<CompletableFuture<@Nullable Void>> all = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        all.add(
            submissions.add(
                () -> {
                  most.accumulateAndGet(working.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  working.decrementAndGet();
                  done.incrementAndGet();
                },
                executor));
      }
      all.forEach(CompletableFuture::join);
    }
    assertThat(done.get()).isEqualTo(2000);
    assertThat(most.get()).isAtMost(3);
  }

  /** One after the other, so that each finds the worker of the last about to end. */
  @Test
  void nothingIsLeftWaiting() {
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 20_000; i++) {
        submissions.add(() -> {}, executor).join();
      }
    }
  }

  @Test
  void aFailureIsThatOfItsTask() {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      var failing =
          submissions.add(
              () -> {
                throw new IllegalStateException("wrong");
              },
              executor);
      var good = submissions.add(() -> {}, executor);
      assertThat(assertThrows(CompletionException.class, failing::join))
          .hasCauseThat()
          .hasMessageThat()
          .isEqualTo("wrong");
      good.join();
    }
  }

  @Test
  void withoutAThreadItFails() {
    // Once more than threads may work: none of those that were refused counts.
    for (int i = 0; i < 4; i++) {
      var refused =
          submissions.add(
              () -> {},
              _ -> {
                throw new RejectedExecutionException("no thread");
              });
      assertThat(refused.isDone()).isTrue();
      assertThat(assertThrows(CompletionException.class, refused::join))
          .hasCauseThat()
          .hasMessageThat()
          .isEqualTo("no thread");
    }
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      submissions.add(() -> {}, executor).join();
    }
  }

  @Test
  void whoWaitsKeepsItsTurn() throws InterruptedException {
    Submissions one = new Submissions(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Integer> order = new ArrayList<>();
    try (ExecutorService executor = Executors.newCachedThreadPool()) {
      List<CompletableFuture<@Nullable Void>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int number = i;
        all.add(
            one.add(
                () -> {
                  await(go);
                  order.add(number);
                },
                executor));
      }
      go.countDown();
      all.forEach(CompletableFuture::join);
    }
    assertThat(order).isInStrictOrder();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
