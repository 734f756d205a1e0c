package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.program.ExportedProgram;
import dev.octet.program.GraphJson;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every golden program is read, dumped, run, written and read again. */
final class GoldenProgramsTest {
  @TempDir Path folder;

  static List<String> models() {
    return Goldens.models();
  }

  @Test
  void allEighteenAreHere() {
    assertThat(models()).hasSize(18);
  }

  @ParameterizedTest
  @MethodSource("models")
  void computesWhatPyTorchComputes(String model) {
    ExportedProgram program = Export.read(Goldens.program(model));
    assertOutputs(model, program.run(Goldens.inputs(model).toArray(Tensor[]::new)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void dumpsTheGraphThatPyTorchListed(String model) {
    Path dump = folder.resolve("graph.json");
    GraphJson.write(Export.read(Goldens.program(model)), dump);
    assertThat(FxGraphs.differences(Goldens.exportedGraph(model), dump)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("models")
  void survivesBeingWritten(String model) {
    ExportedProgram program = Export.read(Goldens.program(model));
    Path file = folder.resolve(model + ".pt2");
    Export.write(program, file);
    ExportedProgram again = Export.read(file);
    assertThat(again.graph()).isEqualTo(program.graph());
    assertThat(again.inputs()).isEqualTo(program.inputs());
    assertThat(again.outputs()).isEqualTo(program.outputs());
    assertThat(again.ranges()).isEqualTo(program.ranges());
    assertThat(again.inputTree()).isEqualTo(program.inputTree());
    assertThat(again.outputTree()).isEqualTo(program.outputTree());
    assertThat(again.state().keySet()).isEqualTo(program.state().keySet());
    program
        .state()
        .forEach((name, tensor) ->
            assertWithMessage(name)
                .that(again.state().getOrDefault(name, tensor).bitEquals(tensor))
                .isTrue());
    assertOutputs(model, again.run(Goldens.inputs(model).toArray(Tensor[]::new)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp.flat", "mlp.pickled", "conv_bn_relu.flat", "conv_bn_relu.pickled"})
  void olderLayoutsGiveTheSame(String file) {
    String model = file.substring(0, file.indexOf('.'));
    ExportedProgram program = Export.read(Goldens.resource("legacy/" + file + ".pt2"));
    assertOutputs(model, program.run(Goldens.inputs(model).toArray(Tensor[]::new)));
  }

  private static void assertOutputs(String model, List<Tensor> actual) {
    List<Tensor> expected = Goldens.outputs(model);
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Goldens.relativeError(expected.get(i), actual.get(i))).isAtMost(1e-5);
    }
  }
}
