package dev.octet.lowering.plan;

import dev.octet.lowering.kernel.Invocation;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long each step of a plan takes: the median of the last measured runs, so that a run in which
 * the machine did something else, or the JVM still compiled, does not count. Thread-safe.
 */
public final class StepTimes {
  /** So many runs are remembered. */
  static final int RUNS = 1000;

  /** The nanoseconds of each step, by run. */
  private final AtomicReferenceArray<long @Nullable []> runs = new AtomicReferenceArray<>(RUNS);

  private final AtomicLong next = new AtomicLong();

  StepTimes() {}

  void measure(Invocation[] invocations) {
    long[] nanoseconds = new long[invocations.length];
    long last = System.nanoTime();
    for (int i = 0; i < invocations.length; i++) {
      invocations[i].run();
      long now = System.nanoTime();
      nanoseconds[i] = now - last;
      last = now;
    }
    runs.set((int) (next.getAndIncrement() % RUNS), nanoseconds);
  }

  /** Forgets all runs. Those in work may still be counted. */
  void reset() {
    for (int i = 0; i < RUNS; i++) {
      runs.set(i, null);
    }
  }

  /** The median of a step in nanoseconds, the lower of two; empty if nothing was measured. */
  public OptionalLong median(int step) {
    long[] sorted =
        IntStream.range(0, RUNS)
            .mapToObj(runs::get)
            .filter(Objects::nonNull)
            .mapToLong(run -> run[step])
            .sorted()
            .toArray();
    return sorted.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(sorted[(sorted.length - 1) / 2]);
  }
}
