package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchCommandTest {
  @TempDir private Path folder;

  @Test
  void jsonHasOneObjectForEachModel() throws IOException {
    Path fixed = SmallNetwork.write(folder.resolve("fixed.pt2"), false);
    Path free = SmallNetwork.write(folder.resolve("free.pt2"), true);
    CommandTrial trial =
        CommandTrial.run("bench", fixed, free, "--batch", 2, "--runs", 7, "--threads", 1, "--json");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    List<String> lines = trial.out().lines().toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      JsonNode json = new ObjectMapper().readTree(line);
      assertThat(ImmutableList.copyOf(json.fieldNames()))
          .containsExactly(
              "model",
              "engine",
              "device",
              "threads",
              "batch",
              "quantizer",
              "int8_coverage",
              "median_ms",
              "min_ms",
              "p90_ms",
              "runs",
              "gmacs_per_s",
              "peak_share");
      assertThat(json.get("runs").asInt()).isEqualTo(7);
      assertThat(json.get("batch").asInt()).isEqualTo(2);
      assertThat(json.get("threads").asInt()).isEqualTo(1);
      assertThat(json.get("quantizer").isNull()).isTrue();
      assertThat(json.get("min_ms").asDouble()).isAtMost(json.get("median_ms").asDouble());
      assertThat(json.get("median_ms").asDouble()).isAtMost(json.get("p90_ms").asDouble());
      assertThat(json.get("peak_share").asDouble()).isGreaterThan(0.0);
      assertThat(json.get("engine").asText()).isEqualTo("cpu");
      assertThat(json.get("device").isNull()).isTrue();
    }
  }

  @Test
  void programIsQuantizedFirst() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    CommandTrial trial =
        CommandTrial.run(
            "bench", model, "--quantizer", "x86", "--preset", "reduce-range", "--runs", 3);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).contains("quantized for x86 reduce-range, batch 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|--engine reference|[cpu, xpu]",
        "2|--device gpu|--device has no meaning without --engine xpu",
        "2|--runs 3 --seconds 1|exclude each other",
        "2|--seconds 0|expected a positive number",
        "2|--preset minmax|--preset has no meaning without --quantizer",
        "2|--quantizer x68|there is no quantizer",
        "1|--batch 3|was exported for batches of 2",
        "1|--sizes s9=3|--sizes names s9",
      })
  void mistakeIsExplained(int exitCode, String options, String message) {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    List<Object> arguments = new ArrayList<>(List.of("bench", model));
    arguments.addAll(Splitter.on(' ').splitToList(options));
    CommandTrial trial = CommandTrial.run(arguments.toArray());
    assertThat(trial.exitCode()).isEqualTo(exitCode);
    assertThat(trial.err()).contains(message);
    assertThat(trial.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1,5,5", "2,5.5,6", "10,9.5,13", "11,10,14"})
  void medianAndNinetyPercentAreOfSortedTimes(int count, double median, long p90) {
    long[] times = new long[count];
    for (int i = 0; i < count; i++) {
      times[i] = 4L + count - i; // 5, 6, … in reverse
    }
    RunTimes result = new RunTimes(times);
    assertThat(result.min()).isEqualTo(5);
    assertThat(result.median()).isEqualTo(median);
    assertThat(result.p90()).isEqualTo(p90);
    assertThat(result.count()).isEqualTo(count);
  }

  @Test
  void rateIsThatOfTheMedian() throws IOException {
    RunTimes times = new RunTimes(new long[] {Duration.ofMillis(2).toNanos()});
    JsonNode json = json(Optional.empty(), times, OptionalDouble.of(4e9));
    assertThat(json.get("gmacs_per_s").asDouble()).isEqualTo(2.0);
    assertThat(json.get("peak_share").asDouble()).isEqualTo(0.5);
    assertThat(json.get("median_ms").asDouble()).isEqualTo(2.0);
  }

  @Test
  void deviceHasANameAndNoPeak() throws IOException {
    RunTimes times = new RunTimes(new long[] {Duration.ofMillis(2).toNanos()});
    JsonNode json = json(Optional.of("Board 5"), times, OptionalDouble.empty());
    assertThat(json.get("engine").asText()).isEqualTo("xpu");
    assertThat(json.get("device").asText()).isEqualTo("Board 5");
    assertThat(json.get("gmacs_per_s").asDouble()).isEqualTo(2.0);
    assertThat(json.has("peak_share")).isTrue();
    assertThat(json.get("peak_share").isNull()).isTrue();
  }

  private static JsonNode json(Optional<String> device, RunTimes times, OptionalDouble peak)
      throws IOException {
    BenchResult result = new BenchResult("m", device, 1, 1, "", 0.5, times, 4_000_000, peak);
    return new ObjectMapper().readTree(result.toJson());
  }
}
