package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code octet report}. */
final class ReportCommandTest {
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path page = Path.of("");
  private Path json = Path.of("");

  @BeforeEach
  void writeNetwork() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    page = folder.resolve("report.html");
    json = folder.resolve("report.json");
  }

  private JsonNode report(Object... arguments) throws IOException {
    List<Object> all = new ArrayList<>(List.of("report"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--out", page, "--json", json));
    CommandTrial trial = CommandTrial.run(all.toArray());
    assertThat(trial.err()).doesNotContain("octet:");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).contains("page: " + page);
    assertThat(Files.readString(page)).contains("Octet report");
    return new ObjectMapper().readTree(json.toFile()).get("models");
  }

  private static List<String> missing(JsonNode model) {
    List<String> parts = new ArrayList<>();
    model.get("missing").forEach(part -> parts.add(part.get("part").asText()));
    return parts;
  }

  @Test
  void aFloatProgramIsQuantizedComparedAndMeasured() throws IOException {
    Path images = SmallNetwork.writeImages(folder.resolve("images.npy"), 10);

    JsonNode models =
        report(
            model,
            "--quantizer=x86",
            "--preset=reduce-range",
            "--calibrate-images",
            images,
            "--batch=4",
            "--samples=2",
            "--profile=3",
            "--threads=1");

    assertThat(models).hasSize(1);
    JsonNode only = models.get(0);
    assertThat(only.get("name").asText()).isEqualTo("model.pt2");
    assertThat(missing(only)).isEmpty();
    assertThat(only.get("comparison").get("samples").asInt()).isEqualTo(2);
    assertThat(only.get("tensors").get(0).has("histogram")).isTrue();
    assertThat(only.get("facts").toString()).contains("median of 3 runs");
    assertThat(only.get("facts").toString()).contains("3 batches");
  }

  @Test
  void withTheReferenceEvaluatorKernelsAreMissing() throws IOException {
    Path batch = SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 2);

    JsonNode models = report(model, "--quantizer=xpu", "--calibrate", batch, "--engine=reference");

    assertThat(missing(models.get(0))).containsExactly("LEDGER");
    assertThat(models.get(0).get("comparison").get("outputs")).hasSize(1);
  }

  @Test
  void withoutSamplesThereIsNoComparison() throws IOException {
    JsonNode models = report(model, "--quantizer=x86", "--preset=dynamic");

    assertThat(missing(models.get(0))).containsExactly("COMPARISON");
    assertThat(models.get(0).get("missing").toString()).contains("--calibrate");
  }

  @Test
  void filesAreShownAsTheyAre() throws IOException {
    Path other = SmallNetwork.write(folder.resolve("other.pt2"), false);

    JsonNode models = report(other, model);

    assertThat(models).hasSize(2);
    assertThat(missing(models.get(0))).containsExactly("CALIBRATION", "REASONS", "COMPARISON");
    assertThat(missing(models.get(1))).contains("LEDGER");
    assertThat(models.get(1).get("missing").toString()).contains("--sizes s");
    assertThat(models.get(0).get("weights")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "--engine=reference --profile=3|--profile has no meaning for --engine reference",
        "--engine=reference --sizes=s0=8|--sizes has no meaning for --engine reference",
        "--engine=reference --threads=2|--threads has no meaning for --engine reference",
        "--engine=reference --autocast=bf16|--autocast has no meaning for --engine reference",
        "--engine=reference --device=gpu|--device has no meaning for --engine reference",
        "--quantizer=x86 --calibrate=x.npy --sizes=s0=8|--sizes has no meaning with calibration",
        "--sizes=s0=8,s0=9|--sizes names s0 more than once; give one number for each symbol",
        "--sizes=s0=8 --sizes=s0=9|--sizes names s0 more than once",
        "--sizes=s0|'s0' is no symbol with a number of at least 0, such as s0=8",
        "--sizes=s0=-1|'s0=-1' is no symbol with a number",
        "--sizes==1|'=1' is no symbol with a number",
      })
  void optionsThatNothingHeedsAreUsageErrors(String options, String message) {
    List<Object> arguments = new ArrayList<>(List.of("report", model, "--out", page));
    arguments.addAll(Splitter.on(' ').splitToList(options));
    CommandTrial trial = CommandTrial.run(arguments.toArray());

    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains(message);
    assertThat(Files.exists(page)).isFalse();
  }

  @Test
  void optionsWithoutAPointAreRefused() {
    CommandTrial samples = CommandTrial.run("report", model, "--out", page, "--samples=3");
    CommandTrial preset = CommandTrial.run("report", model, "--out", page, "--preset=minmax");
    CommandTrial same = CommandTrial.run("report", model, "--out", page, "--json", page);

    assertThat(samples.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(samples.err()).contains("--samples has no meaning without --quantizer");
    assertThat(preset.err()).contains("--preset has no meaning without --quantizer");
    assertThat(same.exitCode()).isEqualTo(1);
    assertThat(same.err()).contains("the same file");
    assertThat(Files.exists(page)).isFalse();
  }
}
