package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Embedding, indexing and logic on bits, compiled and on the reference. */
final class LookupTest {
  private static final long[] SIZES = {1, 2, 3, 7, 16};

  /** The inputs of {@link Agreement} are integers from 0 to 99. */
  private static final long ROWS = 100;

  private static long pick(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

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
      ExportedProgram program =
          ProgramSketch.of(
              seed,
              at -> {
                Value weight = at.weights(ROWS, pick(at.random()));
                Value index =
                    at.input(DType.valueOf(indices), pick(at.random()), pick(at.random()));
                return List.of(at.at().call(AtenOps.EMBEDDING, weight, index));
              });
      Ledger ledger = check("seed " + seed, program);
      assertThat(ledger.find("embedding").orElseThrow().implementation()).isEqualTo("block copies");
    }
  }

  /** So large that several threads share the work. */
  @Test
  void largeEmbedding() {
    check(
        "large",
        ProgramSketch.of(
            1,
            at ->
                List.of(
                    at.at()
                        .call(
                            AtenOps.EMBEDDING,
                            at.weights(ROWS, 1031),
                            at.input(DType.INT64, 3, 83)))));
  }

  @Test
  void indexSelect() {
    for (long seed = 0; seed < 8; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed,
              at -> {
                Random random = at.random();
                int dim = random.nextInt(3);
                long[] sizes = {pick(random), pick(random), pick(random)};
                sizes[dim] = ROWS;
                Value index = at.input(DType.INT64, pick(random));
                return List.of(
                    at.at()
                        .call(
                            OpName.aten("index_select", "default"),
                            at.input(DType.FLOAT32, sizes),
                            (long) dim - (random.nextBoolean() ? 3 : 0),
                            index));
              });
      check("seed " + seed, program);
    }
  }

  /** Index tensors of different shapes, in front, in the middle and behind. */
  @Test
  void index() {
    for (long seed = 0; seed < 24; seed++) {
      ExportedProgram program =
          ProgramSketch.of(
              seed,
              at -> {
                Random random = at.random();
                int first = random.nextInt(3);
                int count = 1 + random.nextInt(3 - first);
                long[] sizes = {pick(random), pick(random), pick(random)};
                List<Object> indices = new ArrayList<>();
                for (int i = 0; i < first; i++) {
                  indices.add(null);
                }
                long rows = pick(random);
                long columns = pick(random);
                for (int i = first; i < first + count; i++) {
                  sizes[i] = ROWS;
                  indices.add(
                      switch (random.nextInt(3)) {
                        case 0 -> at.input(DType.INT64, columns);
                        case 1 -> at.input(DType.INT64, rows, 1);
                        default -> at.input(DType.INT32, rows, columns);
                      });
                }
                Value x = at.input(random.nextBoolean() ? DType.FLOAT32 : DType.INT8, sizes);
                return List.of(
                    at.at()
                        .node(OpName.aten("index", "Tensor"), List.of(x, indices), Map.of())
                        .result());
              });
      check("seed " + seed, program);
    }
  }

  @Test
  void indicesCountFromTheEnd() {
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at ->
                List.of(
                    at.at()
                        .node(
                            OpName.aten("index", "Tensor"),
                            List.of(
                                at.input(DType.FLOAT32, 5, 3), List.of(at.input(DType.INT64, 4))),
                            Map.of())
                        .result()));
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
    ExportedProgram program =
        ProgramSketch.of(
            2,
            at ->
                List.of(
                    at.at()
                        .call(AtenOps.EMBEDDING, at.weights(ROWS, 4), at.input(DType.INT64, 3))));
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
