package dev.octet.export.capture;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of operators that are named as if they wrote. */
final class FunctionalizeInPlaceTest {
  private static ExportedProgram program(String... operators) {
    return program(builder -> {
      Value value = builder.input("x", TensorType.of(DType.FLOAT32, 3));
      for (String operator : operators) {
        value = builder.call(OpName.parse(operator), value);
      }
      builder.output(value);
    });
  }

  private static ExportedProgram program(Consumer<GraphBuilder> drawing) {
    Graph graph = Graph.build(drawing);
    return new ExportedProgram(
        graph,
        ImmutableList.of(new InputSpec.User()),
        graph.outputs().stream()
            .map(_ -> new OutputSpec.User())
            .collect(ImmutableList.toImmutableList()),
        ImmutableMap.of(),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        graph.outputs().size() == 1 ? TreeSpec.LEAF : TreeSpec.positional(graph.outputs().size()),
        ProgramMetadata.traced(ImmutableList.of("x"), ImmutableList.of()));
  }

  private static List<String> operators(ExportedProgram program) {
    return program.graph().nodes().stream().map(Node::op).map(op -> op.name().base()).toList();
  }

  /** PyTorch exports it for constants that a model makes, often as the only one of its kind. */
  @Test
  void detachIsNoWrite() {
    ExportedProgram program =
        FunctionalizeInPlace.apply(program("aten.relu.default", "aten.detach_.default"));
    assertThat(operators(program)).containsExactly("relu", "detach").inOrder();
    assertThat(program.run(Tensor.of(new float[] {-1, 2, 3}, 3)).getFirst().toFloatArray())
        .isEqualTo(new float[] {0, 2, 3});
  }

  @Test
  void aProgramThatWritesNothingStaysTheSame() {
    ExportedProgram program = program("aten.relu.default", "aten.detach.default");
    assertThat(FunctionalizeInPlace.apply(program)).isSameInstanceAs(program);
  }

  /** The transpose of a sum, turned in place, and a write through it that the sum sees. */
  private static ExportedProgram turned(boolean readLater) {
    return program(builder -> {
      Value x = builder.input("x", TensorType.of(DType.FLOAT32, 2, 3));
      Value sum = builder.call(OpName.parse("aten.add.Scalar"), x, 1L);
      Value row = builder.call(OpName.parse("aten.select.int"), sum, 0L, 0L);
      Value turned = builder.call(OpName.parse("aten.transpose_.default"), sum, 0L, 1L);
      Value written = builder.call(OpName.parse("aten.mul_.Scalar"), turned, 2L);
      builder.output(written);
      builder.output(readLater ? sum : row);
    });
  }

  @Test
  void aTensorThatIsTurnedInPlaceIsReadThroughAView() {
    ExportedProgram program = FunctionalizeInPlace.apply(turned(false));
    List<Tensor> results = program.run(Tensor.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3));
    assertThat(results.get(0).toFloatArray()).isEqualTo(new float[] {2, 8, 4, 10, 6, 12});
    assertThat(results.get(1).toFloatArray()).isEqualTo(new float[] {2, 4, 6});
  }

  @Test
  void aTensorThatIsTurnedInPlaceAndReadAsItWasIsRefused() {
    ExportedProgram program = turned(true);
    assertThat(assertThrows(FormatException.class, () -> FunctionalizeInPlace.apply(program)))
        .hasMessageThat()
        .contains("aten.transpose_.default writes into its arguments");
  }
}
