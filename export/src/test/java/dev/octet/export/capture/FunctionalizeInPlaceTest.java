package dev.octet.export.capture;

import static com.google.common.truth.Truth.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.program.OutputSpec;
import dev.octet.program.ProgramMetadata;
import dev.octet.program.TreeSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of operators that are named as if they wrote. */
final class FunctionalizeInPlaceTest {
  private static ExportedProgram program(String... operators) {
    Graph graph =
        Graph.build(builder -> {
          Value value = builder.input("x", TensorType.of(DType.FLOAT32, 3));
          for (String operator : operators) {
            value = builder.call(OpName.parse(operator), value);
          }
          builder.output(value);
        });
    return new ExportedProgram(
        graph,
        ImmutableList.of(new InputSpec.User()),
        ImmutableList.of(new OutputSpec.User()),
        ImmutableMap.of(),
        ImmutableMap.of(),
        TreeSpec.positional(1),
        TreeSpec.LEAF,
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
}
