package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.lowering.device.DeviceException;
import dev.octet.op.AtenOps;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Models on an OpenCL device, used by many at once, and used wrongly. */
final class XpuModelTest {
  @BeforeEach
  void needsADevice() {
    Requires.device();
  }

  private static List<Tensor> images(int count) {
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(CompiledModelTest.images(2, i));
    }
    return images;
  }

  private static List<Tensor> results(CompiledModel model, List<Tensor> inputs) {
    List<Tensor> results = new ArrayList<>();
    inputs.forEach(input -> results.add(model.run(input).getFirst()));
    return results;
  }

  /** Looks rows of a table up. */
  private static ExportedProgram lookup() {
    return ProgramSketch.of(
        1,
        at ->
            List.of(at.at().call(AtenOps.EMBEDDING, at.weights(10, 4), at.input(DType.INT64, 3))));
  }

  private static Tensor indices(long last) {
    Tensor indices = Tensor.allocate(DType.INT64, Shape.of(3));
    indices.setLong(0, 4);
    indices.setLong(2, last);
    return indices;
  }

  @Test
  void manyThreadsGetWhatOneGets() throws ExecutionException, InterruptedException {
    try (CompiledModel model =
            Lowering.compile(CompiledModelTest.fixedBlock(), Target.xpu().threads(4));
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Tensor> inputs = images(8);
      List<Tensor> expected = results(model, inputs);
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread;
        wrong.add(
            threads.submit(() -> {
              int different = 0;
              for (int run = 0; run < 50; run++) {
                int which = (first + run) % 8;
                Tensor result = model.run(inputs.get(which)).getFirst();
                different += result.bitEquals(expected.get(which)) ? 0 : 1;
              }
              return different;
            }));
      }
      for (Future<Integer> different : wrong) {
        assertThat(different.get()).isEqualTo(0);
      }
    }
  }

  @Test
  void whatIsSubmittedGivesWhatIsRun() {
    try (CompiledModel model =
            Lowering.compile(CompiledModelTest.fixedBlock(), Target.xpu().threads(4));
        Arena arena = Arena.ofShared()) {
      List<Tensor> inputs = images(8);
      List<Tensor> expected = results(model, inputs);
      List<CompletableFuture<List<Tensor>>> submitted = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        submitted.add(model.submit(List.of(inputs.get(i % 8)), arena));
      }
      for (int i = 0; i < 40; i++) {
        Tensor result = submitted.get(i).join().getFirst();
        assertWithMessage("run %s", i).that(result.bitEquals(expected.get(i % 8))).isTrue();
      }
    }
  }

  @Test
  void aWrongInputIsRefusedBeforeItIsSubmitted() {
    try (CompiledModel model = Lowering.compile(CompiledModelTest.fixedBlock(), Target.xpu());
        Arena arena = Arena.ofShared()) {
      List<Tensor> wrong = List.of(CompiledModelTest.images(3, 1));
      assertThat(assertThrows(InputException.class, () -> model.submit(wrong, arena)))
          .hasMessageThat()
          .contains("input %x0 is");
    }
  }

  @Test
  void memoryOfOneThreadIsNotSubmitted() {
    Tensor input = CompiledModelTest.images(2, 1);
    try (CompiledModel model = Lowering.compile(CompiledModelTest.fixedBlock(), Target.xpu());
        Arena shared = Arena.ofShared();
        Arena confined = Arena.ofConfined()) {
      assertThat(assertThrows(InputException.class, () -> model.submit(List.of(input), confined)))
          .hasMessageThat()
          .contains("Arena.ofShared()");
      Tensor own = Tensor.allocate(confined, input.dtype(), input.shape());
      assertThrows(InputException.class, () -> model.submit(List.of(own), shared));
      assertThat(model.submit(List.of(input), shared).join()).hasSize(1);
    }
  }

  @Test
  void whatFailsWhileItRunsCompletesTheFutureWithTheFailure() {
    try (CompiledModel model = Lowering.compile(lookup(), Target.xpu());
        Arena arena = Arena.ofShared()) {
      List<Tensor> good = List.of(indices(9));
      Tensor expected = model.run(good, arena).getFirst();
      CompletableFuture<List<Tensor>> failing = model.submit(List.of(indices(10)), arena);
      CompletionException failure = assertThrows(CompletionException.class, failing::join);
      assertThat(failure).hasCauseThat().isInstanceOf(InputException.class);
      assertThat(failure).hasCauseThat().hasMessageThat().contains("10");
      assertThrows(InputException.class, () -> model.run(List.of(indices(-1)), arena));
      // The memory of the failed runs is used again.
      for (int i = 0; i < 4; i++) {
        assertThat(model.submit(good, arena).join().getFirst().bitEquals(expected)).isTrue();
        assertThat(model.run(good, arena).getFirst().bitEquals(expected)).isTrue();
      }
    }
  }

  @Test
  void profilingTellsTheTimeOfEachKernel() {
    Target target = Target.xpu().profile();
    try (CompiledModel model = Lowering.compile(CompiledModelTest.fixedBlock(), target)) {
      Tensor input = CompiledModelTest.images(2, 1);
      for (int i = 0; i < 3; i++) {
        model.run(input);
      }
      assertThat(model.ledger().entries()).isNotEmpty();
      for (LedgerEntry entry : model.ledger().entries()) {
        assertWithMessage("%s", model.ledger())
            .that(entry.nanoseconds().orElse(0))
            .isGreaterThan(0);
      }
    }
  }

  @Test
  void bfloat16KeepsTheNamesOfNodes() {
    ExportedProgram program =
        ProgramSketch.of(
            1,
            at -> {
              var product =
                  at.at()
                      .call(AtenOps.LINEAR, at.input(DType.FLOAT32, 3, 8), at.weights(5, 8), null);
              return List.of(at.at().call(AtenOps.RELU, product));
            });
    try (CompiledModel model = Lowering.compile(program, Target.xpu().autocast(DType.BFLOAT16))) {
      Ledger ledger = model.ledger();
      program
          .graph()
          .nodes()
          .forEach(node ->
              assertWithMessage("%s", ledger).that(ledger.find(node.name()).isPresent()).isTrue());
      assertWithMessage("%s", ledger).that(ledger.folded()).isEmpty();
    }
  }

  @Test
  void anUnknownDeviceIsNamed() {
    assertThat(assertThrows(InputException.class, () -> Target.xpu().device("no such")))
        .hasMessageThat()
        .contains("'no such' names no device");
    Target elsewhere = Target.xpu().device("name:no such");
    assertThat(
            assertThrows(
                DeviceException.class,
                () -> Lowering.compile(CompiledModelTest.fixedBlock(), elsewhere)))
        .hasMessageThat()
        .contains("choose one of these: 0 (");
  }

  @Test
  void aProgramIsCompiledForTheDeviceThatIsChosen() {
    String name = Devices.list().getFirst().name();
    try (CompiledModel model = Lowering.compile(lookup(), Target.xpu().device("0"))) {
      assertThat(model.ledger(Map.of()).processor()).contains(name);
    }
  }
}
