package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PendingWorkTest {
  private final PendingWork work = new PendingWork();

  @Test
  void allIsDoneOnceWhenFinishReturns() {
    AtomicInteger done = new AtomicInteger();
    for (int round = 1; round <= 50; round++) {
      for (int i = 0; i < 20; i++) {
        work.add(done::incrementAndGet);
      }
      work.finish();
      assertThat(done.get()).isEqualTo(20 * round);
    }
  }

  @Test
  void finishWaitsForWhatOthersHaveBegun() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    work.add(() -> {
      begun.countDown();
      await(ended);
    });
    Thread finishing = Thread.ofPlatform().daemon().start(work::finish);
    begun.await();
    assertThat(finishing.join(Duration.ofMillis(20))).isFalse();
    ended.countDown();
    assertThat(finishing.join(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void failureIsThrownWhenAllIsDone() {
    AtomicInteger done = new AtomicInteger();
    work.add(done::incrementAndGet);
    work.add(() -> {
      throw new IllegalStateException("no memory");
    });
    work.add(done::incrementAndGet);
    assertThat(assertThrows(IllegalStateException.class, work::finish))
        .hasMessageThat()
        .isEqualTo("no memory");
    assertThat(done.get()).isEqualTo(2);
    work.add(done::incrementAndGet); // of the next plan, with memory of its own
    work.finish();
    assertThat(done.get()).isEqualTo(3);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
