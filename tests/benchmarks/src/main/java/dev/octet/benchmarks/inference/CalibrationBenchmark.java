package dev.octet.benchmarks.inference;

import dev.octet.lowering.CompiledEvaluator;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import dev.octet.quantizer.x86.X86InductorQuantizer;
import dev.octet.quantizer.x86.X86Preset;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long ResNet-50 takes to prepare, calibrate with 8 images and histograms, and convert. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@State(Scope.Benchmark)
public class CalibrationBenchmark {
  private static final int IMAGES = 8;

  private @Nullable ExportedProgram program;
  private final List<List<Tensor>> images = new ArrayList<>();

  /** For JMH, which makes the instance. */
  public CalibrationBenchmark() {}

  @Setup
  public void start() {
    ExportedProgram floats = Networks.floats("resnet50", 1);
    program = floats;
    for (int i = 0; i < IMAGES; i++) {
      images.add(Networks.inputs(floats, i));
    }
  }

  @Benchmark
  public ExportedProgram calibrate() {
    PreparedModel prepared =
        Quantization.prepare(
            Objects.requireNonNull(program), X86InductorQuantizer.preset(X86Preset.DEFAULT));
    Target cpu = Target.cpu();
    int atOnce = cpu.threads();
    try (CompiledEvaluator evaluator = Lowering.evaluator(prepared.program(), cpu, atOnce)) {
      prepared.withEvaluator(evaluator).calibrate(images, atOnce, () -> {});
    }
    return prepared.convert().program();
  }
}
