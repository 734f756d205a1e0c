package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Value;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.op.AtenOps;
import dev.octet.op.Observe;
import dev.octet.op.QuantizedOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class CompiledEvaluatorTest {
  /** Observers of the input, of a weight, between two nodes that would fuse, and of the output. */
  private static final ExportedProgram PROGRAM =
      ProgramSketch.of(
          1,
          sketch -> {
            var b = sketch.at();
            Value x = observe(sketch, sketch.input(DType.FLOAT32, 2, 3, 8, 8));
            Value weight = observe(sketch, sketch.weights(4, 3, 3, 3));
            Value conv = observe(sketch, b.call(AtenOps.CONV2D, x, weight));
            Value relu = observe(sketch, b.call(AtenOps.RELU, conv));
            return List.of(relu, observe(sketch, b.call(AtenOps.ADD_TENSOR, relu, relu)));
          });

  private static final Tensor INPUT = ProgramSketch.normal(new Random(2), Shape.of(2, 3, 8, 8));

  private static Value observe(ProgramSketch sketch, Value value) {
    return sketch.at().call(QuantizedOps.OBSERVE, value, "observer");
  }

  /** What a listener is shown of observe nodes, in order. */
  private static Map<String, float[]> observed(Evaluator evaluator) {
    Map<String, float[]> seen = new LinkedHashMap<>();
    ValueListener listener =
        (value, tensor) -> {
          boolean isObserver =
              PROGRAM.graph().producer(value).orElseThrow().op() instanceof Observe;
          if (isObserver) {
            seen.put(value.name(), tensor.contiguous(Arena.ofAuto()).toFloatArray());
          }
        };
    PROGRAM.run(evaluator, List.of(INPUT), Arena.ofAuto(), listener);
    return seen;
  }

  @Test
  void listenerSeesWhatTheReferenceShowsOfObservers() {
    Map<String, float[]> expected = observed(Evaluator.reference());
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu())) {
      Map<String, float[]> seen = observed(evaluator);
      assertThat(seen.keySet()).containsExactlyElementsIn(expected.keySet()).inOrder();
      assertThat(seen).hasSize(5);
      seen.forEach((name, values) ->
          assertThat(values)
              .usingTolerance(1e-5)
              .containsExactly(Objects.requireNonNull(expected.get(name)))
              .inOrder());
    }
  }

  @Test
  void callersDivideTheThreadsAndSeeTheSameBits() throws Exception {
    Map<String, float[]> alone;
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu().threads(2))) {
      alone = observed(evaluator);
    }
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu().threads(2), 2)) {
      List<FutureTask<Map<String, float[]>>> callers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        FutureTask<Map<String, float[]>> caller = new FutureTask<>(() -> observed(evaluator));
        callers.add(caller);
        Thread.ofPlatform().start(caller);
      }
      for (FutureTask<Map<String, float[]>> caller : callers) {
        Map<String, float[]> seen = caller.get();
        assertThat(seen.keySet()).containsExactlyElementsIn(alone.keySet()).inOrder();
        seen.forEach((name, values) ->
            assertThat(values)
                .usingExactEquality()
                .containsExactly(Objects.requireNonNull(alone.get(name)))
                .inOrder());
      }
    }
  }

  @Test
  void noCallersAreRefused() {
    assertThat(
            assertThrows(
                IllegalArgumentException.class, () -> Lowering.evaluator(PROGRAM, Target.cpu(), 0)))
        .hasMessageThat()
        .isEqualTo("0 callers, expected at least 1");
  }

  @Test
  void onlyObserversAreShown() {
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu())) {
      PROGRAM.run(
          evaluator,
          List.of(INPUT),
          Arena.ofAuto(),
          (value, _) ->
              assertThat(PROGRAM.graph().producer(value).orElseThrow().op())
                  .isInstanceOf(Observe.class));
    }
  }

  @Test
  void outputsAreThoseOfTheReference() {
    Tensor expected = PROGRAM.run(INPUT).getLast();
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu())) {
      Tensor actual =
          PROGRAM.run(evaluator, List.of(INPUT), Arena.ofAuto(), ValueListener.NONE).getLast();
      assertThat(actual.toFloatArray())
          .usingTolerance(1e-5)
          .containsExactly(expected.toFloatArray())
          .inOrder();
    }
  }

  @Test
  void listenerMayWaitForAnotherRun() throws InterruptedException {
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu().threads(2))) {
      CountDownLatch other = new CountDownLatch(1);
      Thread waiting =
          Thread.ofPlatform()
              .start(() ->
                  PROGRAM.run(
                      evaluator,
                      List.of(INPUT),
                      Arena.ofAuto(),
                      (_, _) -> {
                        try {
                          other.await();
                        } catch (InterruptedException e) {
                          throw new IllegalStateException(e);
                        }
                      }));
      PROGRAM.run(evaluator, List.of(INPUT), Arena.ofAuto(), (_, _) -> {});
      other.countDown();
      waiting.join(10_000);
      assertThat(waiting.isAlive()).isFalse();
    }
  }

  @Test
  void failureOfAListenerEndsTheRunAndLeavesTheEvaluatorWell() {
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu())) {
      InputException refused = new InputException("NaN");
      InputException thrown =
          assertThrows(
              InputException.class,
              () ->
                  PROGRAM.run(
                      evaluator,
                      List.of(INPUT),
                      Arena.ofAuto(),
                      (_, _) -> {
                        throw refused;
                      }));
      assertThat(thrown).isSameInstanceAs(refused);
      assertThat(observed(evaluator)).hasSize(5);
    }
  }

  @Test
  void otherGraphsAndParametersAreRefused() {
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu());
        Arena arena = Arena.ofConfined()) {
      ExportedProgram other =
          ProgramSketch.of(1, sketch -> List.of(sketch.input(DType.FLOAT32, 2)));
      assertThrows(InputException.class, () -> evaluator.run(other.graph(), List.of(INPUT), arena));
      Tensor stranger = ProgramSketch.normal(new Random(3), Shape.of(4, 3, 3, 3));
      InputException thrown =
          assertThrows(
              InputException.class,
              () -> evaluator.run(PROGRAM.graph(), List.of(INPUT, stranger), arena));
      assertThat(thrown).hasMessageThat().contains("was compiled into this evaluator");
    }
  }
}
