package dev.octet.lowering.plan;

import dev.octet.lowering.kernel.Invocation;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/**
 * How long each step of a plan takes: the median of the last measured runs, so that a run in which
 * the machine did something else, or the JVM still compiled, does not count. Thread-safe.
 */
public final class StepTimes {
  /** So many runs are remembered; a time that is not measured yet is negative. */
  static final int RUNS = 1000;

  private final int steps;
  private final AtomicLongArray nanoseconds;
  private final AtomicLong next = new AtomicLong();

  StepTimes(int steps) {
    this.steps = steps;
    this.nanoseconds = new AtomicLongArray(steps * RUNS);
    reset();
  }

  void measure(Invocation[] invocations) {
    int row = (int) (next.getAndIncrement() % RUNS) * steps;
    long last = System.nanoTime();
    for (int i = 0; i < invocations.length; i++) {
      invocations[i].run();
      long now = System.nanoTime();
      nanoseconds.set(row + i, now - last);
      last = now;
    }
  }

  /** Forgets all runs. Those in work may still be counted. */
  void reset() {
    for (int i = 0; i < nanoseconds.length(); i++) {
      nanoseconds.set(i, -1);
    }
  }

  /** The median of a step in nanoseconds, the lower of two; empty if nothing was measured. */
  public OptionalLong median(int step) {
    long[] sorted =
        LongStream.range(0, RUNS)
            .map(run -> nanoseconds.get((int) run * steps + step))
            .filter(time -> time >= 0)
            .sorted()
            .toArray();
    return sorted.length == 0
        ? OptionalLong.empty()
        : OptionalLong.of(sorted[(sorted.length - 1) / 2]);
  }
}
