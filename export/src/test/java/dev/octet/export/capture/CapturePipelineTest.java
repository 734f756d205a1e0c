package dev.octet.export.capture;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.export.Resources;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.program.OutputSpec;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs that PyTorch exported with in-place operators, views and wrapper subgraphs compute what
 * PyTorch computed.
 */
final class CapturePipelineTest {
  private static ExportedProgram read(String name) {
    return Export.read(Resources.path("exports/" + name + "/model.pt2"));
  }

  private static List<String> operators(ExportedProgram program) {
    return program.graph().nodes().stream().map(node -> node.op().name().toString()).toList();
  }

  private static Tensor npy(String name) {
    return Npy.read(Resources.path("exports/" + name + ".npy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"copy_view", "fill", "set_grad", "split"})
  void resultsAreThoseOfPyTorch(String name) {
    ExportedProgram program = read(name);
    assertThat(operators(program).stream().filter(op -> OpName.parse(op).base().endsWith("_")))
        .isEmpty();
    List<Tensor> outputs = program.run(npy(name + "/in0"));
    for (int i = 0; i < outputs.size(); i++) {
      float[] expected = npy(name + "/out" + i).toFloatArray();
      float[] found = outputs.get(i).toFloatArray();
      assertWithMessage("elements of output %s", i).that(found.length).isEqualTo(expected.length);
      for (int e = 0; e < found.length; e++) {
        assertWithMessage("output %s element %s", i, e)
            .that(found[e])
            .isWithin(1e-5f)
            .of(expected[e]);
      }
    }
  }

  @Test
  void writesIntoInputsBecomeMutationOutputs() {
    ExportedProgram program = read("mutate");
    assertThat(program.outputs())
        .containsExactly(
            new OutputSpec.BufferMutation("n"),
            new OutputSpec.UserInputMutation("y"),
            new OutputSpec.User())
        .inOrder();
    List<Object> results =
        Evaluator.reference()
            .run(
                program.graph(),
                List.of(
                    Tensor.of(new float[] {1, 2, 3}, 3),
                    Tensor.of(new float[] {10, 20, 30}, 3),
                    Tensor.of(new float[] {5, 6, 7}, 3)),
                Arena.ofAuto());
    List<float[]> arrays =
        IntStream.range(0, 3).mapToObj(i -> ((Tensor) results.get(i)).toFloatArray()).toList();
    assertThat(arrays.get(0)).isEqualTo(new float[] {11, 22, 33});
    assertThat(arrays.get(1)).isEqualTo(new float[] {10, 12, 14});
    assertThat(arrays.get(2)).isEqualTo(new float[] {32, 56, 80});
  }

  @Test
  void wrappersThatChangeNothingAreInlinedAndOthersStay() {
    assertThat(operators(read("set_grad")))
        .containsNoneOf("higher_order.wrap_with_set_grad_enabled", "aten.relu_.default");
    List<String> autocast = operators(read("autocast"));
    assertThat(autocast.stream().filter(op -> op.equals("higher_order.wrap_with_autocast")))
        .hasSize(1);
    assertThat(autocast).contains("aten.linear.default");
    assertThat(operators(read("cond"))).contains("higher_order.cond");
  }

  @Test
  void unknownOperatorsAreCarried() {
    ExportedProgram program = read("custom");
    assertThat(program.graph().nodes().get(0).op().name())
        .isEqualTo(OpName.parse("octettest.parts.default"));
    assertThat(program.graph().nodes().get(0).results()).hasSize(3);
    assertThat(program.graph().nodes().get(0).op().schema().known()).isFalse();
  }

  @Test
  void aProgramWithoutInPlaceOperatorsIsLeftAlone() {
    ExportedProgram program = read("lstm_aten");
    assertThat(CapturePipeline.apply(program)).isSameInstanceAs(program);
  }
}
