package dev.octet.lowering.codegen;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.TruthJUnit.assume;
import static dev.octet.lowering.codegen.Bodies.call;
import static dev.octet.lowering.codegen.Bodies.type;

import dev.octet.graph.Graph;
import dev.octet.lowering.codegen.bytecode.GeneratedNest;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kernels that share code, and code that changes while kernels run. */
final class NestCodeTest {
  private static final long PATIENCE_SECONDS = 120;

  /** Trials of other tests of this process are over. */
  @BeforeEach
  void nothingGoesOn() throws InterruptedException {
    waitForTrials();
  }

  private static void waitForTrials() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (VectorTrial.goingOn() > 0 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(VectorTrial.goingOn()).isEqualTo(0);
  }

  /** A softmax of rows and its quantized form. */
  private static CompiledLoops compile(Start start, double scale, long zeroPoint, long... sizes) {
    Graph body =
        Bodies.of(
            (b, x) ->
                Bodies.quantize(
                    b, call(b, "aten.softmax.int", x.get(0), -1), scale, zeroPoint, DType.UINT8),
            type(DType.FLOAT32, sizes));
    long[] strides = Shape.of(sizes).contiguousStrides();
    return (CompiledLoops)
        LoopCompiler.compile("test", body, Map.of(), List.of(strides), List.of(strides), start);
  }

  private static byte[] run(CompiledLoops kernel, long... sizes) {
    try (Arena arena = Arena.ofConfined()) {
      Tensor input = KernelCheck.random(DType.FLOAT32, Shape.of(sizes), new Random(3));
      MemorySegment in = arena.allocate(input.elements() * 4, 64);
      for (long i = 0; i < input.elements(); i++) {
        in.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) input.getDouble(i));
      }
      MemorySegment out = arena.allocate(input.elements(), 64);
      kernel.run(
          new MemorySegment[] {in},
          new MemorySegment[] {out},
          arena.allocate(Math.max(1, kernel.scratchBytes()), 64),
          0,
          kernel.parallelism());
      return out.toArray(ValueLayout.JAVA_BYTE);
    }
  }

  @Test
  void kernelsThatDifferInNumbersShareTheirCode() {
    for (Start start : List.of(Start.SCALAR, Start.SCALAR_FIRST)) {
      CompiledLoops one = compile(start, 1.0 / 255, 0, 5, 40);
      CompiledLoops other = compile(start, 1.0 / 100, 9, 5, 40);
      assertThat(other.code()).isEqualTo(one.code());
      assertThat(run(other, 5, 40)).isNotEqualTo(run(one, 5, 40));
      assertThat(compile(start, 1.0 / 255, 0, 5, 41).code()).isNotEqualTo(one.code());
    }
  }

  @Test
  void listingsShowTheNumbers() {
    assertThat(compile(Start.SCALAR, 0.125, 0, 5, 40).listing()).contains(", 8.0)");
    assertThat(compile(Start.SCALAR, 0.25, 0, 5, 40).listing()).contains(", 4.0)");
  }

  @Test
  void theCodeChangesAndTheResultsStay() throws InterruptedException {
    assume().that(LoopOptions.detect().vectors()).isTrue();
    CompiledLoops kernel = compile(Start.SCALAR_FIRST, 1.0 / 255, 3, 64, 203);
    NestCode code = kernel.code().getFirst();
    GeneratedNest first = code.current();
    byte[] expected = run(compile(Start.SCALAR, 1.0 / 255, 3, 64, 203), 64, 203);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!code.isSettled() && System.nanoTime() < end) {
      assertThat(run(kernel, 64, 203)).isEqualTo(expected);
      Thread.sleep(1);
    }
    assertThat(code.isSettled()).isTrue();
    assertThat(code.current()).isNotEqualTo(first);
    assertThat(run(kernel, 64, 203)).isEqualTo(expected);
  }

  @Test
  void whatDoesNotRunIsNotTried() {
    for (int length = 300; length < 320; length++) {
      assertThat(compile(Start.SCALAR_FIRST, 0.125, 3, 4, length).code()).isNotEmpty();
    }
    assertThat(VectorTrial.goingOn()).isEqualTo(0);
  }

  @Test
  void trialsAreFewAndEndWhenNothingRuns() throws InterruptedException {
    assume().that(LoopOptions.detect().vectors()).isTrue();
    for (int length = 400; length < 500; length++) {
      assertThat(run(compile(Start.SCALAR_FIRST, 0.125, 3, 2, length), 2, length)).isNotEmpty();
      assertThat(VectorTrial.goingOn()).isAtMost(VectorTrial.MOST_AT_ONCE);
    }
    assertThat(VectorTrial.goingOn()).isGreaterThan(0);
    waitForTrials();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (hasThread() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(hasThread()).isFalse();
  }

  private static boolean hasThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(VectorTrial.THREAD));
  }

  @Test
  void adviceIsGivenWhereTheModuleIsMissing() {
    boolean missing = ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty();
    assertThat(LoopOptions.advice().isPresent()).isEqualTo(missing);
    if (missing) {
      assertThat(LoopOptions.detect().vectors()).isFalse();
      assertThat(LoopOptions.advice().orElseThrow()).contains("--add-modules jdk.incubator.vector");
    }
  }
}
