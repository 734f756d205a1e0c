package dev.octet.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Iterables;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.QuantizedModel;
import dev.octet.quantizer.x86.X86Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
  @TempDir private Path folder;

  private static JsonNode json(ModelReport model) throws IOException {
    return new ObjectMapper().readTree(Report.of(model).toJson()).get("models").get(0);
  }

  private static List<String> texts(JsonNode array, String field) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.get(field).asText()));
    return texts;
  }

  private static JsonNode find(JsonNode array, String field, String value) {
    return Iterables.getOnlyElement(
        Iterables.filter(array, element -> element.path(field).asText().equals(value)));
  }

  @Test
  void aWholeReportLacksNothing() throws IOException {
    JsonNode model = json(SampleNetwork.whole("sample"));

    assertThat(model.get("missing")).isEmpty();
    assertThat(model.get("summary").get("bytes_quantized").asLong())
        .isLessThan(model.get("summary").get("bytes_float").asLong());
    assertThat(model.get("comparison").get("samples").asInt()).isEqualTo(2);
    assertThat(model.get("comparison").get("outputs").get(0).get("sqnr_db").asDouble())
        .isGreaterThan(10.0);
    assertThat(model.get("ledger").get("kernels")).isNotEmpty();
    assertThat(model.get("ledger").get("kernels").get(0).get("nanoseconds").asLong())
        .isGreaterThan(0);
    assertThat(model.get("facts").get(0).get("value").asText()).contains("reduce-range");
  }

  @Test
  void everyNodeHasItsDecisionAndItsKernel() throws IOException {
    JsonNode model = json(SampleNetwork.whole("sample"));

    JsonNode sigmoid = find(model.get("nodes"), "name", "sigmoid");
    assertThat(sigmoid.get("outcome").asText()).isEqualTo("FLOAT");
    assertThat(sigmoid.get("reason_text").asText()).isNotEmpty();
    assertThat(sigmoid.get("precision").asText()).isEqualTo("f32");
    JsonNode inner = find(model.get("nodes"), "name", "conv2d_1");
    assertThat(inner.get("module").asText()).isEqualTo("inner");
    assertThat(inner.get("isolated").get("sqnr_db").asDouble()).isGreaterThan(10.0);
    assertThat(inner.get("weight_sqnr_db").asDouble()).isGreaterThan(20.0);
    JsonNode kernel = model.get("ledger").get("kernels").get(inner.get("kernel").asInt());
    assertThat(kernel.get("nodes").toString()).contains("%conv2d_1");
  }

  @Test
  void conversionsAreDrawnAsEdges() throws IOException {
    JsonNode graph = json(SampleNetwork.whole("sample")).get("graph");

    assertThat(graph.get("conversions").asInt()).isGreaterThan(4);
    for (String op : texts(graph.get("nodes"), "op")) {
      assertThat(op).doesNotContain("quantize");
    }
    List<String> names = texts(graph.get("nodes"), "name");
    int first = names.indexOf("conv2d");
    assertThat(first).isGreaterThan(0);
    JsonNode into = find(graph.get("edges"), "to", String.valueOf(first));
    assertThat(into.get("type").asText()).isEqualTo("u8");
    assertThat(into.get("shape").asText()).isEqualTo("2 × 3 × 8 × 8");
    assertThat(names.get(into.get("from").asInt())).isEqualTo("x");
  }

  @Test
  void histogramsHoldAllThatWasCounted() throws IOException {
    JsonNode tensors = json(SampleNetwork.whole("sample")).get("tensors");

    JsonNode input = tensors.get(0);
    assertThat(input.get("values").get(0).asText()).isEqualTo("x");
    assertThat(input.get("readers").get(0).asText()).isEqualTo("conv2d");
    assertThat(input.get("observer").asText()).isEqualTo("HistogramObserver");
    double sum = 0;
    for (JsonNode count : input.get("histogram").get("counts")) {
      sum += count.asDouble();
    }
    assertThat(sum).isWithin(1).of(2 * 2 * 3 * 8 * 8);
    assertThat(input.get("clipped").asDouble()).isAtMost(0.05);
    assertThat(input.get("low").asDouble())
        .isWithin(1e-3)
        .of((0 - input.get("zero_point").asDouble()) * input.get("scale").asDouble());
    assertThat(input.get("quant_max").asInt()).isEqualTo(127);
  }

  @Test
  void anObserverWithoutHistogramSaysSo() throws IOException {
    ExportedProgram program = SampleNetwork.program();
    PreparedModel prepared = SampleNetwork.prepared(program, X86Preset.MINMAX);
    QuantizedModel quantized = prepared.convert();

    JsonNode input =
        json(ModelReport.of("sample", program).withQuantization(prepared, quantized))
            .get("tensors")
            .get(0);

    assertThat(input.has("histogram")).isFalse();
    assertThat(input.get("note").asText()).contains("keeps the range alone");
    assertThat(input.get("max").asDouble()).isGreaterThan(1.0);
    assertThat(input.get("clipped").asDouble()).isEqualTo(0.0);
  }

  @Test
  void rangesOfStoredWeightsAreThoseOfTheFloatProgram() throws IOException {
    ExportedProgram program = SampleNetwork.program();
    QuantizedModel quantized = SampleNetwork.prepared(program, X86Preset.REDUCE_RANGE).convert();

    JsonNode stored = json(ModelReport.of("q", quantized.program())).get("weights").get(0);
    JsonNode original = json(ModelReport.of("f", program)).get("weights").get(0);

    assertThat(stored.get("dtype").asText()).isEqualTo("s8");
    assertThat(stored.get("scales")).hasSize(4);
    assertThat(original.get("dtype").asText()).isEqualTo("f32");
    assertThat(original.get("scales")).isEmpty();
    for (int c = 0; c < 4; c++) {
      double step = stored.get("scales").get(c).asDouble();
      assertWithMessage("channel %s", c)
          .that(stored.get("min").get(c).asDouble())
          .isWithin(0.51 * step)
          .of(original.get("min").get(c).asDouble());
      assertThat(stored.get("max").get(c).asDouble())
          .isWithin(0.51 * step)
          .of(original.get("max").get(c).asDouble());
    }
  }

  @Test
  void aQuantizedFileSaysWhatItCannotShow() throws IOException {
    QuantizedModel quantized =
        SampleNetwork.prepared(SampleNetwork.program(), X86Preset.REDUCE_RANGE).convert();

    JsonNode model =
        json(
            ModelReport.of("q", quantized.program())
                .withAdvice(ModelReport.Part.COMPARISON, "give the float program"));

    assertThat(texts(model.get("missing"), "part"))
        .containsExactly("CALIBRATION", "REASONS", "COMPARISON", "LEDGER");
    assertThat(model.get("missing").get(2).get("why").asText()).contains("give the float program");
    assertThat(model.get("tensors").get(0).get("scale").asDouble()).isGreaterThan(0.0);
    assertThat(model.get("tensors").get(0).get("note").asText()).contains("scale and zero point");
    assertThat(find(model.get("nodes"), "name", "conv2d").get("precision").asText())
        .isEqualTo("int8");
  }

  @Test
  void aLedgerWithoutTimesSaysSo() throws IOException {
    ExportedProgram program = SampleNetwork.program();
    ModelReport report = SampleNetwork.whole("sample");
    var untimed = Lowering.compile(program, Target.cpu().portable().threads(1));
    try (untimed) {
      JsonNode model = json(ModelReport.of("f", program).withLedger(untimed.ledger()));
      assertThat(texts(model.get("missing"), "part")).contains("TIMES");
    }
    assertThat(report.summary().getFirst()).isEqualTo("model: sample");
  }

  @Test
  void filesHoldWhatTheReportGives() throws IOException {
    Report report =
        Report.of(
            ModelReport.of("one", SampleNetwork.program()),
            ModelReport.of("two", SampleNetwork.program()));
    report.writeHtml(folder.resolve("r.html"));
    report.writeJson(folder.resolve("r.json"));

    assertThat(Files.readString(folder.resolve("r.html"))).isEqualTo(report.toHtml());
    assertThat(new ObjectMapper().readTree(folder.resolve("r.json").toFile()).get("models"))
        .hasSize(2);
  }
}
