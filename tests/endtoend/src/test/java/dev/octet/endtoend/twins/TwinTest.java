package dev.octet.endtoend.twins;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.ImmutableSet;
import dev.octet.export.Export;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.nn.Module;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network written in Java is captured as PyTorch captures it, and computes what PyTorch computes.
 */
final class TwinTest {
  private static final double TOLERANCE = 1e-5;

  static ImmutableSet<String> networks() {
    return Twins.ALL.keySet();
  }

  private static Path golden(String network, String file) {
    URL url =
        Objects.requireNonNull(
            TwinTest.class.getResource("/goldens/" + network + "/" + file), network + "/" + file);
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Module twin(String network, ExportedProgram golden) {
    Module module = Objects.requireNonNull(Twins.ALL.get(network)).get();
    module.loadStateDict(golden.state());
    return module;
  }

  private static ExportedProgram trace(Module module, ExportedProgram golden) {
    List<Tensor> examples =
        golden.userInputs().stream()
            .map(Value::tensorType)
            .map(type -> Tensor.allocate(type.dtype(), type.shape()))
            .toList();
    return Export.trace(module, examples);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void captureEqualsPyTorchs(String network) {
    ExportedProgram golden = Export.read(golden(network, "model.pt2"));
    ExportedProgram traced = trace(twin(network, golden), golden);
    assertThat(GraphListing.structure(traced))
        .containsExactlyElementsIn(GraphListing.structure(golden))
        .inOrder();
    assertThat(GraphListing.origins(traced.graph()))
        .containsExactlyElementsIn(GraphListing.origins(golden.graph()))
        .inOrder();
  }

  @Test
  void tracesNameTheLinesOfTheModule() {
    ExportedProgram golden = Export.read(golden("residual", "model.pt2"));
    for (Node node : trace(twin("residual", golden), golden).graph().nodes()) {
      assertThat(node.origin().stackTrace().orElseThrow())
          .contains("ConvBnAddRelu.forward(ConvBnAddRelu.java:");
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void signatureEqualsPyTorchs(String network) {
    ExportedProgram golden = Export.read(golden(network, "model.pt2"));
    ExportedProgram traced = trace(twin(network, golden), golden);
    assertThat(traced.state().keySet())
        .containsExactlyElementsIn(golden.state().keySet())
        .inOrder();
    assertThat(traced.inputTree()).isEqualTo(golden.inputTree());
    assertThat(traced.outputTree()).isEqualTo(golden.outputTree());
    assertThat(traced.metadata().argumentNames()).isEqualTo(golden.metadata().argumentNames());
    assertThat(traced.metadata().modules()).isEqualTo(golden.metadata().modules());
    assertThat(traced.metadata().verifiers()).isEqualTo(golden.metadata().verifiers());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void resultsEqualPyTorchs(String network) {
    ExportedProgram golden = Export.read(golden(network, "model.pt2"));
    Module module = twin(network, golden);
    Tensor input = Npy.read(golden(network, "test_in0.npy"));
    Tensor expected = Npy.read(golden(network, "test_fp32_out0.npy"));
    Tensor eager = module.run(input).getFirst();
    assertClose("eager", eager, expected);
    assertThat(trace(module, golden).run(input).getFirst().bitEquals(eager)).isTrue();
  }

  private static void assertClose(String what, Tensor found, Tensor expected) {
    assertWithMessage(what).that(found.toString()).isEqualTo(expected.toString());
    double largest = 0;
    double difference = 0;
    for (long i = 0; i < expected.elements(); i++) {
      largest = Math.max(largest, Math.abs(expected.getDouble(i)));
      difference = Math.max(difference, Math.abs(expected.getDouble(i) - found.getDouble(i)));
    }
    assertWithMessage("%s: largest difference against largest element %s", what, largest)
        .that(difference)
        .isAtMost(TOLERANCE * Math.max(largest, 1));
  }
}
