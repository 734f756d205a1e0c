package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embedding, indexing and logic on bits, compiled and on the reference. */
final class LookupTest {
  private static final IndexPrograms PROGRAMS = new IndexPrograms(1, 2, 3, 7, 16);

  private static Ledger check(String what, ExportedProgram program) {
    Ledger ledger = Agreement.check(what, program, Target.cpu(), 0);
    for (LedgerEntry entry : ledger.entries()) {
      assertWithMessage("%s\n%s", what, ledger).that(entry.backend()).isNotEqualTo("reference");
    }
    return ledger;
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT64", "INT32"})
  void embedding(String indices) {
    for (long seed = 0; seed < 8; seed++) {
      Ledger ledger = check("seed " + seed, PROGRAMS.embedding(seed, DType.valueOf(indices)));
      assertThat(ledger.find("embedding").orElseThrow().implementation()).isEqualTo("block copies");
    }
  }

  /** So large that several threads share the work. */
  @Test
  void largeEmbedding() {
    check("large", IndexPrograms.embedding(1031, 3, 83));
  }

  @Test
  void indexSelect() {
    for (int dim = 0; dim < 3; dim++) {
      check("dim " + dim, PROGRAMS.indexSelect(dim, dim, false));
      check("dim " + (dim - 3), PROGRAMS.indexSelect(dim + 3, dim, true));
    }
  }

  /** Elements of four bytes and of one. */
  @ParameterizedTest
  @ValueSource(strings = {"FLOAT32", "INT8"})
  void index(String elements) {
    for (long seed = 0; seed < 12; seed++) {
      check("seed " + seed, PROGRAMS.index(seed, DType.valueOf(elements)));
    }
  }

  @Test
  void indicesCountFromTheEnd() {
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at ->
                List.of(
                    IndexPrograms.index(
                        at, at.input(DType.FLOAT32, 5, 3), List.of(at.input(DType.INT64, 4)))));
    Tensor x = Agreement.inputs(program, 3).getFirst();
    Tensor index = Tensor.of(new long[] {-1, 0, -5, 4}, 4);
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Agreement.compare(
          "negative", program.run(x, index).getFirst(), model.run(x, index).getFirst(), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {100, 5000, -1})
  void anIndexOutOfRangeIsReportedAsByTheReference(long wrong) {
    ExportedProgram program = IndexPrograms.embedding(4, 3);
    Tensor index = Tensor.of(new long[] {1, wrong, 2}, 3);
    Exception expected = assertThrows(RuntimeException.class, () -> program.run(index));
    try (CompiledModel model = Lowering.compile(program, Target.cpu())) {
      Exception actual = assertThrows(RuntimeException.class, () -> model.run(index));
      assertThat(actual).isInstanceOf(expected.getClass());
      assertThat(actual).hasMessageThat().isEqualTo(expected.getMessage());
      assertThat(actual).hasMessageThat().contains("index " + wrong);
      // The failure leaves nothing behind.
      Tensor right = Tensor.of(new long[] {1, 99, 2}, 3);
      Agreement.compare(
          "afterwards", program.run(right).getFirst(), model.run(right).getFirst(), 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"__and__", "bitwise_and", "__or__", "bitwise_or", "bitwise_xor"})
  void bitsOfTruthValues(String base) {
    ExportedProgram program =
        ProgramSketch.of(
            8,
            at ->
                List.of(
                    at.at()
                        .call(
                            OpName.aten(base, "Tensor"),
                            at.input(DType.BOOL, 3, 1, 7),
                            at.input(DType.BOOL, 5, 1))));
    check(base, program);
  }

  /** The bits of integers are another matter, and stay what they are. */
  @Test
  void bitsOfIntegers() {
    ExportedProgram program =
        ProgramSketch.of(
            8,
            at ->
                List.of(
                    at.at()
                        .call(
                            OpName.aten("bitwise_and", "Tensor"),
                            at.input(DType.INT64, 3, 7),
                            at.input(DType.INT64, 7))));
    Agreement.check("integers", program, Target.cpu(), 0);
  }
}
