package dev.octet.benchmarks.inference;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** How many images or texts a second go through in batches. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class BatchBenchmark extends Contest {
  private static final int BATCH = 32;

  /** For JMH, which makes the instance. */
  public BatchBenchmark() {
    super(BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Object run() {
    return contestant().run();
  }
}
