package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embedding and indexing on a device, and on the reference. */
final class DeviceLookupTest {
  private static final IndexPrograms PROGRAMS = new IndexPrograms(1, 2, 3, 7, 16, 70);

  @BeforeEach
  void needsADevice() {
    Requires.device();
  }

  private static void check(String what, ExportedProgram program) {
    Ledger ledger = Agreement.check(what, program, Target.xpu(), 0);
    for (LedgerEntry entry : ledger.entries()) {
      assertWithMessage("%s\n%s", what, ledger).that(entry.backend()).isEqualTo("OpenCL");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT64", "INT32"})
  void embedding(String indices) {
    for (long seed = 0; seed < 4; seed++) {
      check("seed " + seed, PROGRAMS.embedding(seed, DType.valueOf(indices)));
    }
  }

  @Test
  void indexSelect() {
    for (int dim = 0; dim < 3; dim++) {
      check("dim " + dim, PROGRAMS.indexSelect(dim, dim, false));
    }
  }

  /** Elements of one, four and eight bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "INT8", "INT64"})
  void index(String elements) {
    for (long seed = 0; seed < 8; seed++) {
      check("seed " + seed, PROGRAMS.index(seed, DType.valueOf(elements)));
    }
  }

  /** A table, a row and a column of it: both index tensors are looked at. */
  private static ExportedProgram table(boolean further) {
    return ProgramSketch.of(
        2,
        at -> {
          Value x = at.input(DType.FLOAT32, 5, 3);
          List<Object> both = List.of(at.input(DType.INT64, 4), at.input(DType.INT64, 2, 4));
          Value found = IndexPrograms.index(at, x, both);
          return List.of(further ? at.at().call(OpName.aten("neg", "default"), found) : found);
        });
  }

  private static void compare(ExportedProgram program, CompiledModel model, Tensor... inputs) {
    Agreement.compare(
        Arrays.toString(inputs), program.run(inputs).getFirst(), model.run(inputs).getFirst(), 0);
  }

  @Test
  void indicesOutOfRangeAreReportedAsByTheReference() {
    Tensor x = Agreement.inputs(table(false), 3).getFirst();
    Tensor rows = Tensor.of(new long[] {-1, 0, -5, 4}, 4);
    Tensor columns = Tensor.of(new long[] {0, 1, 2, -1, -2, -3, 0, 0}, 2, 4);
    Tensor[] wrongRows = {
      Tensor.of(new long[] {0, 5, 99, 4}, 4), Tensor.of(new long[] {0, 0, 0, -1L << 40}, 4), rows
    };
    Tensor[] wrongColumns = {
      Tensor.of(new long[] {7, 1, 2, 3, 0, 0, 0, 0}, 2, 4),
      Tensor.of(new long[] {0, 0, 0, 0, 0, 0, 0, -4}, 2, 4),
      columns
    };
    ExportedProgram program = table(true);
    try (CompiledModel model = Lowering.compile(program, Target.xpu())) {
      for (Tensor row : wrongRows) {
        for (Tensor column : wrongColumns) {
          if (row.equals(rows) && column.equals(columns)) {
            continue;
          }
          Exception expected =
              assertThrows(RuntimeException.class, () -> program.run(x, row, column));
          Exception actual = assertThrows(RuntimeException.class, () -> model.run(x, row, column));
          assertThat(actual).isInstanceOf(expected.getClass());
          assertThat(actual).hasMessageThat().isEqualTo(expected.getMessage());
          // The failure leaves nothing behind.
          compare(program, model, x, rows, columns);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {100, -1})
  void aSubmittedRunReportsThemToo(long wrong) {
    ExportedProgram program = IndexPrograms.embedding(4, 3);
    Tensor index = Tensor.of(new long[] {1, wrong, 2}, 3);
    Exception expected = assertThrows(RuntimeException.class, () -> program.run(index));
    try (CompiledModel model = Lowering.compile(program, Target.xpu())) {
      CompletionException failed =
          assertThrows(
              CompletionException.class, () -> model.submit(List.of(index), Arena.ofAuto()).join());
      assertThat(failed).hasCauseThat().hasMessageThat().isEqualTo(expected.getMessage());
      Tensor right = Tensor.of(new long[] {1, 99, 2}, 3);
      Agreement.compare(
          "afterwards",
          program.run(right).getFirst(),
          model.submit(List.of(right), Arena.ofAuto()).join().getFirst(),
          0);
    }
  }
}
