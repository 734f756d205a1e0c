package dev.octet.lowering;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.graph.evaluate.Evaluator;
import dev.octet.graph.evaluate.ValueListener;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that return None or numbers beside tensors. */
final class LiteralOutputsTest {
  private static final ExportedProgram PROGRAM =
      ProgramSketch.parsed(
          """
          graph(%x: f32[2]) {
            %relu = aten.relu.default(%x)
            %neg = aten.neg.default(%x)
            return None, %relu, 3, %neg, "text"
          }
          """);

  private static final Tensor X = Tensor.of(new float[] {-1, 2}, 2);

  @TempDir private Path folder;

  private static void check(List<Tensor> results) {
    assertThat(results).hasSize(2);
    assertThat(results.get(0).toFloatArray()).isEqualTo(new float[] {0, 2});
    assertThat(results.get(1).toFloatArray()).isEqualTo(new float[] {1, -2});
  }

  @Test
  void tensorsAreGivenAsByTheReferenceEvaluator() {
    check(PROGRAM.run(X));
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      check(model.run(X));
    }
  }

  @Test
  void savedFilesKeepTheLiterals() {
    Path file = folder.resolve("m.octet");
    try (CompiledModel model = Lowering.compile(PROGRAM, Target.cpu())) {
      model.save(file);
    }
    try (CompiledModel loaded = Lowering.load(file)) {
      assertThat(loaded.program().userOutputs()).isEqualTo(PROGRAM.userOutputs());
      check(loaded.run(X));
    }
  }

  @Test
  void evaluatorsGiveTheLiteralsToo() {
    Arena arena = Arena.ofAuto();
    List<Object> expected = Evaluator.reference().run(PROGRAM.graph(), List.of(X), arena);
    try (CompiledEvaluator evaluator = Lowering.evaluator(PROGRAM, Target.cpu())) {
      List<Object> results = evaluator.run(PROGRAM.graph(), List.of(X), arena);
      assertThat(results).hasSize(5);
      for (int i : new int[] {0, 2, 4}) {
        assertThat(results.get(i)).isEqualTo(expected.get(i));
      }
      assertThat(results.get(0)).isEqualTo(Optional.empty());
      check(PROGRAM.run(evaluator, List.of(X), arena, ValueListener.NONE));
    }
  }

  @Test
  void aNumberThatIsComputedIsRefusedByName() {
    ExportedProgram program =
        ProgramSketch.parsed(
            """
            graph(%x: f32[s0]) {
              %n: int(s0) = aten.sym_size.int(%x, 0)
              return %x, None, %n
            }
            """);
    assertThat(assertThrows(InputException.class, () -> Lowering.compile(program, Target.cpu())))
        .hasMessageThat()
        .startsWith("output 2, %n, is no tensor but a number that each run computes");
  }
}
