package dev.octet.lowering.plan;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.lowering.kernel.Invocation;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The times of steps. */
final class StepTimesTest {
  private static final long QUICK = 1_000_000;
  private static final long SLOW = 20 * QUICK;

  private static void busy(long nanoseconds) {
    long end = System.nanoTime() + nanoseconds;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Runs two steps, of which the first takes so long. */
  private static void run(StepTimes times, long nanoseconds, int count) {
    Invocation[] invocations = {() -> busy(nanoseconds), () -> {}};
    for (int i = 0; i < count; i++) {
      times.measure(invocations);
    }
  }

  @Test
  void aRunThatWasDisturbedDoesNotCount() {
    StepTimes times = new StepTimes();
    assertThat(times.median(0)).isEqualTo(OptionalLong.empty());
    run(times, SLOW, 2);
    run(times, QUICK, 5);
    assertThat(times.median(0).orElseThrow()).isAtLeast(QUICK);
    assertThat(times.median(0).orElseThrow()).isLessThan(SLOW);
    assertThat(times.median(1).orElseThrow()).isLessThan(QUICK);
  }

  @Test
  void earlierRunsAreForgotten() {
    StepTimes times = new StepTimes();
    run(times, SLOW, 3);
    times.reset();
    assertThat(times.median(0)).isEqualTo(OptionalLong.empty());
    run(times, 0, 1);
    assertThat(times.median(0).orElseThrow()).isLessThan(SLOW);
  }

  @Test
  void thereIsALimitToWhatIsRemembered() {
    StepTimes times = new StepTimes();
    run(times, QUICK / 10, StepTimes.RUNS);
    run(times, 0, StepTimes.RUNS);
    assertThat(times.median(0).orElseThrow()).isLessThan(QUICK / 10);
  }
}
