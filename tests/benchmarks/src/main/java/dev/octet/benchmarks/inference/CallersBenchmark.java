package dev.octet.benchmarks.inference;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** How many images or texts a second one model serves, for one caller and for eight at once. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallersBenchmark extends Contest {
  /** For JMH, which makes the instance. */
  public CallersBenchmark() {
    super(1);
  }

  @Benchmark
  @Threads(1)
  public Object one() {
    return contestant().run();
  }

  @Benchmark
  @Threads(8)
  public Object eight() {
    return contestant().run();
  }
}
