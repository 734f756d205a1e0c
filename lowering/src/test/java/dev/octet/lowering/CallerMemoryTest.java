package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory that kernels must not touch, which would end the process, and that of closed models. */
final class CallerMemoryTest {
  private static final Shape SHAPE = Shape.of(64, 256);
  private static final Tensor INPUT = ProgramSketch.normal(new Random(1), SHAPE);

  private static ExportedProgram program() {
    return ProgramSketch.of(
        1,
        at -> {
          var b = at.at();
          return List.of(
              b.call(
                  AtenOps.RELU,
                  b.call(AtenOps.LINEAR, at.input(DType.FLOAT32, 64, 256), at.weights(256, 256))));
        });
  }

  private static Stream<Target> targets() {
    return Stream.of(Target.cpu().threads(2), Target.cpu().portable());
  }

  private static void refuses(CompiledModel model, Tensor input, Arena arena, String why) {
    assertThat(assertThrows(InputException.class, () -> model.run(List.of(input), arena)))
        .hasMessageThat()
        .contains(why);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void freedMemory(Target target) {
    try (CompiledModel model = Lowering.compile(program(), target)) {
      Arena gone = Arena.ofConfined();
      Tensor input = INPUT.copy(gone);
      gone.close();
      refuses(model, input, Arena.ofAuto(), "input 0 (f32[64, 256]) belongs to an arena that is");
      assertThat(model.run(INPUT)).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void memoryOfAnotherThread(Target target) throws InterruptedException {
    try (CompiledModel model = Lowering.compile(program(), target);
        Arena own = Arena.ofConfined()) {
      Tensor input = INPUT.copy(own);
      List<InputException> refused = new ArrayList<>();
      Thread other =
          Thread.ofPlatform()
              .start(() ->
                  refused.add(
                      assertThrows(
                          InputException.class, () -> model.run(List.of(input), Arena.ofAuto()))));
      other.join();
      assertThat(refused.getFirst())
          .hasMessageThat()
          .contains("belongs to an arena of another thread");
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void memoryOfTheJavaHeapIsCopied(Target target) {
    try (CompiledModel model = Lowering.compile(program(), target)) {
      Tensor expected = model.run(INPUT).getFirst();
      float[] floats = INPUT.toFloatArray();
      Tensor heap = Tensor.view(MemorySegment.ofArray(floats), DType.FLOAT32, SHAPE);
      assertThat(model.run(heap).getFirst().bitEquals(expected)).isTrue();
      assertThat(model.submit(List.of(heap), Arena.ofAuto()).join().getFirst().bitEquals(expected))
          .isTrue();
      Arena heapArena =
          new Arena() {
            @Override
            public MemorySegment allocate(long bytes, long alignment) {
              return MemorySegment.ofArray(new float[(int) (bytes / Float.BYTES)]);
            }

            @Override
            public MemorySegment.Scope scope() {
              return MemorySegment.NULL.scope();
            }

            @Override
            public void close() {}
          };
      refuses(model, INPUT, heapArena, "lies in the Java heap");
    }
  }

  /** A model that is closed at once frees its weights with the last run. */
  @ParameterizedTest
  @MethodSource("targets")
  void whatIsSubmittedOutlivesItsModel(Target target) {
    ExportedProgram program = program();
    Tensor expected;
    try (CompiledModel model = Lowering.compile(program, target)) {
      expected = model.run(INPUT).getFirst();
    }
    for (int round = 0; round < 5; round++) {
      List<CompletableFuture<List<Tensor>>> results = new ArrayList<>();
      try (CompiledModel model = Lowering.compile(program, target)) {
        for (int i = 0; i < 8; i++) {
          results.add(model.submit(List.of(INPUT), Arena.ofAuto()));
        }
      }
      for (CompletableFuture<List<Tensor>> result : results) {
        assertThat(result.join().getFirst().bitEquals(expected)).isTrue();
      }
    }
  }

  @Test
  void aClosedModelBeginsNothing() {
    CompiledModel model = Lowering.compile(program(), Target.cpu());
    model.close();
    model.close();
    assertThat(assertThrows(IllegalStateException.class, () -> model.run(INPUT)))
        .hasMessageThat()
        .contains("closed");
    assertThrows(IllegalStateException.class, () -> model.submit(List.of(INPUT), Arena.ofAuto()));
  }

  /** A service that keeps a model must not keep the last request with it. */
  @ParameterizedTest
  @MethodSource("targets")
  void nothingOfARunIsKept(Target target) throws InterruptedException {
    try (CompiledModel model = Lowering.compile(program(), target)) {
      List<WeakReference<MemorySegment>> seen = new ArrayList<>();
      run(model, seen);
      for (int i = 0; i < 100 && seen.stream().anyMatch(each -> each.get() != null); i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(seen.stream().map(WeakReference::get).filter(each -> each != null).toList())
          .isEmpty();
    }
  }

  private static void run(CompiledModel model, List<WeakReference<MemorySegment>> seen) {
    Tensor input = INPUT.copy(Arena.ofAuto());
    seen.add(new WeakReference<>(input.storage()));
    model.run(input).forEach(result -> seen.add(new WeakReference<>(result.storage())));
    model
        .submit(List.of(input), Arena.ofAuto())
        .join()
        .forEach(result -> seen.add(new WeakReference<>(result.storage())));
  }
}
