package dev.octet.quantizer.compare;

import static com.google.common.truth.Truth.assertThat;
import static dev.octet.quantizer.compare.ComparedNetworks.LAYERS;
import static dev.octet.quantizer.compare.ComparedNetworks.accumulated;
import static dev.octet.quantizer.compare.ComparedNetworks.compare;
import static dev.octet.quantizer.compare.ComparedNetworks.isolated;
import static dev.octet.quantizer.compare.ComparedNetworks.mlp;
import static dev.octet.quantizer.compare.ComparedNetworks.quantize;
import static dev.octet.quantizer.compare.ComparedNetworks.residual;
import static dev.octet.quantizer.compare.ComparedNetworks.samples;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.export.Export;
import dev.octet.graph.evaluate.Evaluator;
import dev.octet.nn.Module;
import dev.octet.nn.Variable;
import dev.octet.program.Dim;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.Networks;
import dev.octet.quantizer.Networks.Net;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.SiteQuantizer;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Samples of all kinds, programs that do not belong together, and how results are written. */
final class ComparedSamplesTest {
  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    ExportedProgram program = Networks.trace(residual(), 1, 3, 8, 8);
    List<List<Tensor>> samples = samples(9, 1, 3, 8, 8);
    Comparison comparison = Comparison.between(program, quantize(program, LAYERS, samples));
    ComparisonResult one = comparison.on(samples);
    assertThat(comparison.withThreads(2).on(samples)).isEqualTo(one);
    assertThat(comparison.withThreads(20).with(Evaluator.reference()).on(samples)).isEqualTo(one);
    assertThrows(InputException.class, () -> comparison.withThreads(0));
  }

  @Test
  void samplesThatDoNotFitAreNamed() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    Comparison comparison =
        Comparison.between(program, quantize(program, LAYERS, samples(1, 4, 8)));
    List<List<Tensor>> samples =
        List.of(List.of(Networks.random(1, 4, 8)), List.of(Networks.random(1, 4, 9)));
    for (Comparison each : List.of(comparison, comparison.withThreads(2))) {
      assertThat(assertThrows(InputException.class, () -> each.on(samples)))
          .hasMessageThat()
          .startsWith("sample 1 (counted from 0): input %x is f32[4, 9], expected f32[4, 8]");
      assertThat(assertThrows(InputException.class, () -> each.on(List.of(List.of()))))
          .hasMessageThat()
          .contains("0 inputs were given");
      assertThat(assertThrows(InputException.class, () -> each.on(List.of())))
          .hasMessageThat()
          .contains("there is no sample");
    }
  }

  @Test
  void anotherProgramIsRefused() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples(1, 4, 8));
    ExportedProgram wider = Networks.trace(mlp(), 5, 8);
    assertThat(assertThrows(InputException.class, () -> Comparison.between(wider, quantized)))
        .hasMessageThat()
        .contains("the float program takes [%x f32[5, 8]], the quantized one [%x f32[4, 8]]");
    ExportedProgram other = Networks.trace(new Net().forward(Variable::sigmoid), 4, 8);
    assertThat(assertThrows(InputException.class, () -> Comparison.between(other, quantized)))
        .hasMessageThat()
        .contains("no node in common");
  }

  @Test
  void aNameThatIsMissingIsAnswered() {
    ComparisonResult result = compare(mlp(), LAYERS, 4, 8);
    assertThat(assertThrows(InputException.class, () -> result.node("liner_1")))
        .hasMessageThat()
        .contains("linear_1");
  }

  @Test
  void samplesMayDifferInSize() {
    Module module = mlp();
    module.seed(7);
    ExportedProgram program =
        Export.trace(
            module,
            List.of(Networks.random(1, 4, 8)),
            DynamicShapes.none().with("x", 0, Dim.of("batch").min(2)));
    QuantizedModel quantized = quantize(program, LAYERS, samples(2, 4, 8));
    List<List<Tensor>> samples =
        List.of(List.of(Networks.random(1, 3, 8)), List.of(Networks.random(2, 7, 8)));
    ComparisonResult result = Comparison.between(program, quantized).on(samples);
    assertThat(result.node("linear_1").accumulated().elements()).isEqualTo((3 + 7) * 16);
    assertThat(isolated(result, "linear_1")).isGreaterThan(15);
    assertThat(isolated(result, "linear_1")).isNotEqualTo(accumulated(result, "linear_1"));
  }

  @Test
  void notFiniteSamplesAreWorseThanAnything() {
    ExportedProgram program = Networks.trace(mlp(), 4, 8);
    QuantizedModel quantized = quantize(program, LAYERS, samples(1, 4, 8));
    Tensor infinite = Networks.random(1, 4, 8);
    infinite.setDouble(3, Double.POSITIVE_INFINITY);
    ComparisonResult result = Comparison.between(program, quantized).on(List.of(List.of(infinite)));
    assertThat(accumulated(result, "linear")).isNegativeInfinity();
    assertThat(result.node("linear").accumulated().cosine()).isNaN();
  }

  @Test
  void writtenAsJsonAndMarkdown() throws IOException {
    Quantizer last =
        SiteQuantizer.of((graph, into) ->
            into.input(SiteQuantizer.node(graph, "linear_2"), 0, SiteQuantizer.MIN_MAX));
    ComparisonResult result = compare(mlp(), last, 4, 8);
    JsonNode root = new ObjectMapper().readTree(result.toJson());
    assertThat(root.get("samples").intValue()).isEqualTo(2);
    assertThat(root.get("outputs").get(0).get("sqnr_db").doubleValue())
        .isEqualTo(accumulated(result, "linear_2"));
    JsonNode first = root.get("nodes").get(0);
    assertThat(first.get("name").textValue()).isEqualTo("linear");
    assertThat(first.get("op").textValue()).isEqualTo("aten.linear.default");
    assertThat(first.get("accumulated").get("sqnr_db").textValue()).isEqualTo("inf");
    assertThat(first.has("isolated")).isFalse();
    JsonNode fifth = root.get("nodes").get(4);
    assertThat(fifth.get("module").textValue()).isEqualTo("third");
    assertThat(fifth.get("isolated").get("elements").longValue()).isEqualTo(2 * 4 * 4);
    assertThat(result.toMarkdown())
        .contains("| linear | linear | aten.linear.default | first |  | inf | 0.00000 |");
    assertThat(result.toMarkdown().lines().filter(line -> line.contains("aten."))).hasSize(5);
  }
}
