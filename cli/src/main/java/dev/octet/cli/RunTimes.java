package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How long runs took, in nanoseconds, shortest first. */
final class RunTimes {
  private static final int WARM_UP_RUNS = 20;
  private static final int LEAST_RUNS = 10;
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  /** A slow program is warm when it has run for so long, however often. */
  private static final Duration LONG_WARM_UP = Duration.ofSeconds(5);

  private static final double NINETY_PERCENT = 0.9;

  private final long[] sorted;

  RunTimes(long[] nanoseconds) {
    this.sorted = nanoseconds.clone();
    Arrays.sort(sorted);
  }

  /**
   * Warms up and measures.
   *
   * @param runs how many; null for as many as {@code time} holds
   */
  static RunTimes measure(
      CompiledModel model, List<Tensor> inputs, @Nullable Integer runs, Duration time) {
    warmUp(model, inputs);
    long[] times = new long[runs == null ? LEAST_RUNS : runs];
    int count = 0;
    long start = System.nanoTime();
    while (runs == null
        ? count < LEAST_RUNS || System.nanoTime() - start < time.toNanos()
        : count < runs) {
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = once(model, inputs);
    }
    return new RunTimes(Arrays.copyOf(times, count));
  }

  /** Runs until the JVM has compiled what the model runs, a second at least. */
  private static void warmUp(CompiledModel model, List<Tensor> inputs) {
    long start = System.nanoTime();
    long elapsed = 0;
    for (int i = 0;
        (i < WARM_UP_RUNS || elapsed < WARM_UP.toNanos()) && elapsed < LONG_WARM_UP.toNanos();
        i++) {
      once(model, inputs);
      elapsed = System.nanoTime() - start;
    }
  }

  /**
   * Warms a model up and measures the time of each of its kernels, which is in its ledger then.
   *
   * @param model compiled with {@link dev.octet.lowering.Target#profile()}
   * @param runs that are measured
   */
  static void profile(CompiledModel model, List<Tensor> inputs, int runs) {
    warmUp(model, inputs);
    model.forgetTimes();
    for (int i = 0; i < runs; i++) {
      once(model, inputs);
    }
  }

  /**
   * Warms models up and measures them in turn, a run of each and then again, so that what else the
   * machine does meets all of them alike.
   *
   * @param warmUp of all together
   * @param time of all together
   * @return for each model
   */
  static List<RunTimes> inTurn(
      List<CompiledModel> models, List<Tensor> inputs, Duration warmUp, Duration time) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < warmUp.toNanos()) {
      models.forEach(model -> once(model, inputs));
    }
    List<LongStream.Builder> times = models.stream().map(_ -> LongStream.builder()).toList();
    start = System.nanoTime();
    for (int round = 0; round < LEAST_RUNS || System.nanoTime() - start < time.toNanos(); round++) {
      for (int i = 0; i < models.size(); i++) {
        times.get(i).add(once(models.get(i), inputs));
      }
    }
    return times.stream().map(all -> new RunTimes(all.build().toArray())).toList();
  }

  private static long once(CompiledModel model, List<Tensor> inputs) {
    try (Arena arena = Arena.ofShared()) {
      long start = System.nanoTime();
      model.run(inputs, arena);
      return System.nanoTime() - start;
    }
  }

  int count() {
    return sorted.length;
  }

  long min() {
    return sorted[0];
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
  }

  /** The shortest time that nine of ten runs kept. */
  long p90() {
    return sorted[(int) Math.ceil(NINETY_PERCENT * sorted.length) - 1];
  }
}
