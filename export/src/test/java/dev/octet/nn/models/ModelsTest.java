package dev.octet.nn.models;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.octet.export.Export;
import dev.octet.nn.Module;
import dev.octet.nn.NodeListing;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelsTest {
  static List<String> names() {
    return Models.names();
  }

  /** The lists are state_dict() of torchvision 0.28 and transformers 5.18: name, type, shape. */
  @ParameterizedTest
  @MethodSource("names")
  void stateHasTheNamesTypesAndShapesOfThePythonTwin(String name) throws IOException {
    List<String> expected;
    try (InputStream list =
        Objects.requireNonNull(ModelsTest.class.getResourceAsStream(name + ".keys.txt"), name)) {
      expected = new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    Map<String, Tensor> state = Models.byName(name).stateDict();
    List<String> found =
        state.entrySet().stream()
            .map(e ->
                e.getKey() + " " + e.getValue().dtype().torchName() + " " + e.getValue().shape())
            .toList();
    assertThat(found).containsExactlyElementsIn(expected).inOrder();
  }

  @Test
  void seedChoosesTheWeights() {
    assertThat(firstWeight(1).bitEquals(firstWeight(1))).isTrue();
    assertThat(firstWeight(1).bitEquals(firstWeight(2))).isFalse();
  }

  private static Tensor firstWeight(long seed) {
    Module module = Models.byName("mobilenet_v2");
    module.seed(seed);
    return Objects.requireNonNull(module.stateDict().get("features.0.0.weight"));
  }

  @Test
  void batchMayBeLeftOpen() {
    ExportedProgram program =
        Export.trace(
            Models.byName("mobilenet_v2"),
            Models.exampleInputs("mobilenet_v2", 2, 1),
            Models.dynamicBatch("mobilenet_v2"));
    SymInt batch = program.userInputs().getFirst().tensorType().size(0);
    assertThat(batch.isConstant()).isFalse();
    assertThat(program.graph().nodes().getLast().result().tensorType().sizes())
        .containsExactly(batch, SymInt.of(1000))
        .inOrder();
    assertThat(program.ranges().get(batch)).isNotNull();
  }

  /**
   * The lists are torch.export (strict) of torchvision's and transformers' networks: name,
   * operator, operands, sizes; without the assertions that PyTorch puts before conversions.
   */
  @ParameterizedTest
  @ValueSource(strings = {"bert_base", "vit_b_16"})
  void captureWithOpenBatchEqualsPyTorchs(String name) throws IOException {
    List<String> expected;
    try (InputStream list =
        Objects.requireNonNull(ModelsTest.class.getResourceAsStream(name + ".dynamic.txt"), name)) {
      expected = new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    ExportedProgram program =
        Export.trace(
            Models.byName(name), Models.exampleInputs(name, 2, 16), Models.dynamicBatch(name));
    assertThat(NodeListing.of(program)).containsExactlyElementsIn(expected).inOrder();
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    InputException e = assertThrows(InputException.class, () -> Models.byName("resnet19"));
    assertThat(e).hasMessageThat().contains("resnet18");
  }
}
