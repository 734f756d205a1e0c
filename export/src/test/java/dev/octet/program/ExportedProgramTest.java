package dev.octet.program;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.export.Export;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.text.GraphText;
import dev.octet.op.Argument;
import dev.octet.symbol.Range;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program takes and gives beside tensors. */
final class ExportedProgramTest {
  private static final String LITERALS =
      """
      graph(%x: f32[2]) {
        %relu = aten.relu.default(%x)
        %neg = aten.neg.default(%x)
        return None, %relu, 3, True, 2.5, %neg, "text"
      }
      """;

  /** As PyTorch exports {@code x[:n] + n}. */
  private static final String SLICE =
      """
      graph(%x: f32[8], %n: int(s86)) {
        %slice = aten.slice.Tensor(%x, 0, 0, %n)
        %add = aten.add.Tensor(%slice, %n)
        return %add
      }
      """;

  private static final Tensor X = Tensor.of(new float[] {-1, 2}, 2);

  @TempDir private Path folder;

  /** A program whose inputs and outputs are all the caller's. */
  private static ExportedProgram program(String text, ImmutableMap<SymInt, Range> ranges) {
    Graph graph = GraphText.parse(text);
    int outputs = graph.outputs().size();
    return new ExportedProgram(
        graph,
        ImmutableList.copyOf(Collections.nCopies(graph.inputs().size(), new InputSpec.User())),
        ImmutableList.copyOf(Collections.nCopies(outputs, new OutputSpec.User())),
        ImmutableMap.of(),
        ranges,
        TreeSpec.positional(graph.inputs().size()),
        TreeSpec.tuple(Collections.nCopies(outputs, TreeSpec.LEAF)),
        ProgramMetadata.traced(ImmutableList.of(), ImmutableList.of()));
  }

  private static ExportedProgram slice() {
    return program(SLICE, ImmutableMap.of(SymInt.symbol("s86"), Range.of(0, 8)));
  }

  private static InputException refusal(Tensor number) {
    Tensor x = Tensor.of(new float[8], 8);
    return assertThrows(InputException.class, () -> slice().run(x, number));
  }

  @Test
  void literalsAreLeftOutOfTheTensors() {
    ExportedProgram program = program(LITERALS, ImmutableMap.of());
    List<Tensor> results = program.run(X);
    assertThat(program.tensorOutputs())
        .containsExactly(program.graph().value("relu"), program.graph().value("neg"))
        .inOrder();
    assertThat(results).hasSize(2);
    assertThat(results.get(0).toFloatArray()).isEqualTo(new float[] {0, 2});
    assertThat(results.get(1).toFloatArray()).isEqualTo(new float[] {1, -2});
  }

  @Test
  void literalsStayInFiles() {
    ExportedProgram program = program(LITERALS, ImmutableMap.of());
    Path file = folder.resolve("p.pt2");
    Export.write(program, file);
    ExportedProgram read = Export.read(file);
    assertThat(read.userOutputs()).isEqualTo(program.userOutputs());
    assertThat(read.userOutputs())
        .containsAtLeast(
            new GraphOutput.Literal(new Argument.None()),
            new GraphOutput.Literal(Argument.of(3)),
            new GraphOutput.Literal(Argument.of(true)),
            new GraphOutput.Literal(Argument.of(2.5)))
        .inOrder();
    assertThat(read.outputTree()).isEqualTo(program.outputTree());
  }

  @Test
  void aNumberThatIsComputedIsRefusedByName() {
    ExportedProgram program =
        program(
            "graph(%x: f32[s0]) { %n: int(s0) = aten.sym_size.int(%x, 0) return %x, None, %n }",
            ImmutableMap.of());
    assertThat(assertThrows(InputException.class, () -> program.run(X)))
        .hasMessageThat()
        .startsWith("output 2, %n, is no tensor but a number that each run computes");
  }

  @Test
  void numbersAreHeldToTheirRanges() {
    Tensor x = Tensor.of(new float[8], 8);
    Tensor five = Tensor.scalar(DType.INT64, 5L);
    assertThat(slice().run(x, five).getFirst().toFloatArray())
        .isEqualTo(new float[] {5, 5, 5, 5, 5});
    assertThat(refusal(Tensor.scalar(DType.INT64, 20L)))
        .hasMessageThat()
        .startsWith("input %n is 20, outside the exported range [0, 8]");
    assertThat(refusal(Tensor.scalar(DType.INT32, -3L)))
        .hasMessageThat()
        .startsWith("input %n is -3, outside the exported range");
  }

  @Test
  void numbersAreHeldToTheirKinds() {
    assertThat(refusal(Tensor.scalar(DType.FLOAT32, 5.7)))
        .hasMessageThat()
        .startsWith("input %n is f32[], expected an integer");
    assertThat(refusal(Tensor.of(new long[] {1, 2}, 2)))
        .hasMessageThat()
        .startsWith("input %n is s64[2], expected an integer");
    assertThat(refusal(Tensor.scalar(DType.BOOL, 1L)))
        .hasMessageThat()
        .startsWith("input %n is bool[], expected an integer");
  }

  @Test
  void aNumberThatIsAlsoASizeMustBeThatSize() {
    ExportedProgram program =
        program(
            "graph(%x: f32[s0], %n: int(s0)) { %y = aten.add.Tensor(%x, %n) return %y }",
            ImmutableMap.of());
    assertThat(program.run(X, Tensor.scalar(DType.INT64, 2L)).getFirst().toFloatArray())
        .isEqualTo(new float[] {1, 4});
    assertThat(
            assertThrows(
                InputException.class, () -> program.run(X, Tensor.scalar(DType.INT64, 3L))))
        .hasMessageThat()
        .isEqualTo("input %n is 3, expected s0 with {s0=2}");
  }

  @Test
  void otherNumbersArePassedAsWhatTheyAre() {
    ExportedProgram program =
        program(
            "graph(%x: f32[2], %f: float(zf0)) { %y = aten.mul.Tensor(%x, %f) return %y }",
            ImmutableMap.of());
    assertThat(program.run(X, Tensor.scalar(DType.FLOAT64, 0.5)).getFirst().toFloatArray())
        .isEqualTo(new float[] {-0.5f, 1});
    assertThat(
            assertThrows(
                InputException.class, () -> program.run(X, Tensor.scalar(DType.INT64, 3L))))
        .hasMessageThat()
        .startsWith("input %f is s64[], expected a float");
  }
}
