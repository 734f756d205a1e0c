package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Value;
import dev.octet.lowering.ProgramSketch.Grid;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class CompiledModelTest {
  private static final Grid UNSIGNED = new Grid(DType.UINT8, 0.05, 60, 0, 127);

  /**
   * A quantized convolution block with a shortcut, pooling and a linear layer. Means of an odd
   * number of integers are never halfway between two, so that there is one way to round them.
   */
  private static ExportedProgram block(TensorType input) {
    return ProgramSketch.of(
        3,
        at -> {
          var b = at.at();
          Value x = at.rounded(at.input(input), UNSIGNED);
          Value y =
              b.call(
                  AtenOps.CONV2D,
                  x,
                  at.int8Weights(true, 127, 8, 8, 3, 3),
                  at.weights(8),
                  List.of(1L, 1L),
                  List.of(1L, 1L));
          Value sum = b.call(AtenOps.RELU, b.call(AtenOps.ADD_TENSOR, y, x));
          Value pooled =
              b.call(AtenOps.ADAPTIVE_AVG_POOL2D, at.rounded(sum, UNSIGNED), List.of(1L, 1L));
          Value flat = b.call(AtenOps.FLATTEN, pooled, 1L, 3L);
          return List.of(
              b.call(
                  AtenOps.LINEAR,
                  at.rounded(flat, UNSIGNED),
                  at.int8Weights(true, 127, 10, 8),
                  at.weights(10)));
        });
  }

  static ExportedProgram fixedBlock() {
    return block(TensorType.of(DType.FLOAT32, 2, 8, 9, 9));
  }

  private static ExportedProgram anyBatch() {
    return block(
        new TensorType(
            DType.FLOAT32, List.of(SymInt.symbol("s0"), SymInt.of(8), SymInt.of(9), SymInt.of(9))));
  }

  static Tensor images(long batch, long seed) {
    return ProgramSketch.normal(new Random(seed), Shape.of(batch, 8, 9, 9));
  }

  @Test
  void manyThreadsGetWhatOneGets() throws ExecutionException, InterruptedException {
    ExportedProgram program = fixedBlock();
    try (CompiledModel model = Lowering.compile(program, Target.cpu().threads(2));
        ExecutorService platform = Executors.newFixedThreadPool(8);
        ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Tensor> inputs = new ArrayList<>();
      List<Tensor> expected = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        inputs.add(images(2, i));
        expected.add(model.run(inputs.get(i)).getFirst());
      }
      List<Future<Boolean>> results = new ArrayList<>();
      for (int round = 0; round < 200; round++) {
        int which = round % 8;
        Callable<Boolean> task =
            () -> model.run(inputs.get(which)).getFirst().bitEquals(expected.get(which));
        results.add((round % 2 == 0 ? platform : virtual).submit(task));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  @Test
  void anyBatchSizeRuns() {
    ExportedProgram program = anyBatch();
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      // More sizes than plans are kept, and back to the first.
      for (long batch :
          new long[] {1, 2, 3, 5, 7, 8, 9, 11, 13, 16, 17, 19, 23, 4, 6, 10, 12, 14, 1}) {
        Tensor x = images(batch, batch);
        Agreement.compare(
            "batch " + batch, program.run(x).getFirst(), model.run(x).getFirst(), 1e-5);
      }
    }
  }

  @Test
  void theLedgerOfSymbolicSizesIsAskedForByNumbers() {
    try (CompiledModel model = Lowering.compile(anyBatch(), Target.cpu())) {
      assertThat(assertThrows(InputException.class, model::ledger))
          .hasMessageThat()
          .contains("symbolic sizes");
      assertThat(model.ledger(Map.of("s0", 4L)).multiplyAdds())
          .isEqualTo(4L * (8 * 8 * 9 * 81 + 8 * 10));
    }
  }

  @Test
  void wrongInputsAreRefused() {
    try (CompiledModel model = Lowering.compile(fixedBlock(), Target.cpu())) {
      assertThat(assertThrows(InputException.class, model::run))
          .hasMessageThat()
          .contains("0 inputs were given, the program takes 1");
      assertThat(assertThrows(InputException.class, () -> model.run(images(3, 1))))
          .hasMessageThat()
          .contains("input %x0 is");
    }
  }

  @Test
  void aClosedModelDoesNotRun() {
    CompiledModel model = Lowering.compile(fixedBlock(), Target.cpu());
    model.close();
    model.close();
    assertThat(assertThrows(IllegalStateException.class, () -> model.run(images(2, 1))))
        .hasMessageThat()
        .contains("closed");
  }

  @Test
  void missedCoverageIsAnError() {
    ExportedProgram floats =
        ProgramSketch.of(
            1,
            at ->
                List.of(
                    at.at().call(AtenOps.LINEAR, at.input(DType.FLOAT32, 2, 8), at.weights(4, 8))));
    assertThat(
            assertThrows(
                CoverageException.class,
                () -> Lowering.compile(floats, Target.cpu().requireInt8Coverage(0.9))))
        .hasMessageThat()
        .contains("0.0 % of the multiply-adds run in int8, 90.0 % are required");
  }

  @Test
  void withoutTheLibraryEverythingStillRuns() {
    ExportedProgram program = fixedBlock();
    try (CompiledModel model = Lowering.compile(program, Target.cpu().portable())) {
      Tensor x = images(2, 1);
      Agreement.compare("portable", program.run(x).getFirst(), model.run(x).getFirst(), 1e-5);
      assertThat(model.ledger().processor()).isEqualTo("no native library");
      assertThat(model.ledger().entries().stream().map(LedgerEntry::backend))
          .doesNotContain("oneDNN");
    }
  }

  @Test
  void profilesMeasureEachKernel() {
    try (CompiledModel model = Lowering.compile(fixedBlock(), Target.cpu().profile())) {
      model.run(images(2, 1));
      assertThat(
              model.ledger().entries().stream().allMatch(entry -> entry.nanoseconds().isPresent()))
          .isTrue();
    }
  }
}
