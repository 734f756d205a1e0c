package dev.octet.lowering.plan;

import dev.octet.lowering.kernel.Invocation;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long each step of a plan took, on average over all measured runs. Thread-safe. */
public final class StepTimes {
  private final AtomicLongArray nanoseconds;
  private final LongAdder runs = new LongAdder();

  StepTimes(int steps) {
    this.nanoseconds = new AtomicLongArray(steps);
  }

  void measure(Invocation[] invocations) {
    long last = System.nanoTime();
    for (int i = 0; i < invocations.length; i++) {
      invocations[i].run();
      long now = System.nanoTime();
      nanoseconds.getAndAdd(i, now - last);
      last = now;
    }
    runs.increment();
  }

  /** Forgets all runs. Those in work may still be counted. */
  void reset() {
    runs.reset();
    for (int i = 0; i < nanoseconds.length(); i++) {
      nanoseconds.set(i, 0);
    }
  }

  /** The average of a step in nanoseconds; empty if nothing was measured. */
  public OptionalLong average(int step) {
    long count = runs.sum();
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(nanoseconds.get(step) / count);
  }
}
