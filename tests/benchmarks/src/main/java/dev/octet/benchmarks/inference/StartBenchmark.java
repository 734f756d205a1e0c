package dev.octet.benchmarks.inference;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * How long it takes until a model runs: to compile a quantized program, and to load a saved one and
 * run it once. Each fork measures the first time and some later ones.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Measurement(iterations = 4)
@State(Scope.Benchmark)
public class StartBenchmark {
  @Param({"resnet50", "bert_base"})
  private String model = "";

  private @Nullable ExportedProgram program;
  private @Nullable Path saved;
  private List<Tensor> inputs = List.of();

  /** For JMH, which makes the instance. */
  public StartBenchmark() {}

  @Setup
  public void start() throws IOException {
    ExportedProgram quantized = Networks.quantized(model, 1, X86Preset.REDUCE_RANGE);
    program = quantized;
    inputs = Networks.inputs(quantized, 0);
    saved = Files.createTempFile("model", ".octet");
    try (CompiledModel compiled = Lowering.compile(quantized, Target.cpu())) {
      compiled.save(Objects.requireNonNull(saved));
    }
  }

  @TearDown
  public void stop() throws IOException {
    Files.delete(Objects.requireNonNull(saved));
  }

  @Benchmark
  public int compile() {
    try (CompiledModel compiled = Lowering.compile(Objects.requireNonNull(program), Target.cpu())) {
      return compiled.ledger().entries().size();
    }
  }

  @Benchmark
  public double loadAndRun() {
    try (CompiledModel compiled = Lowering.load(Objects.requireNonNull(saved))) {
      return compiled.run(inputs.toArray(Tensor[]::new)).getFirst().getDouble(0);
    }
  }
}
