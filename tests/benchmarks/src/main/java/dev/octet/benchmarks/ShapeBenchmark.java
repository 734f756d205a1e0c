package dev.octet.benchmarks;

import dev.octet.tensor.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Shape arithmetic, which inference does for each node of a graph. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ShapeBenchmark {
  @Param({"1", "4", "8"})
  private int rank;

  private Shape row = Shape.SCALAR;
  private Shape column = Shape.SCALAR;

  /** For JMH, which makes the instance. */
  public ShapeBenchmark() {}

  @Setup
  public void createShapes() {
    long[] rows = new long[rank];
    long[] columns = new long[rank];
    for (int i = 0; i < rank; i++) {
      rows[i] = i % 2 == 0 ? 1 : 3;
      columns[i] = i % 2 == 0 ? 5 : 1;
    }
    row = Shape.of(rows);
    column = Shape.of(columns);
  }

  @Benchmark
  public Shape broadcast() {
    return Shape.broadcast(row, column);
  }
}
