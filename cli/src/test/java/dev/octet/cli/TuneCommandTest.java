package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.octet.lowering.TuningResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class TuneCommandTest {
  private static final TuningResult.Trial USUAL = new TuningResult.Trial("registers, usual", 1);
  private static final TuningResult.Trial BEST = new TuningResult.Trial("registers, best", 0.514);
  private static final TuningResult.Trial TOO_LARGE =
      new TuningResult.Trial("local memory, large", Double.POSITIVE_INFINITY);

  private static TuningResult result(boolean complete) {
    return new TuningResult(
        SampleDevice.INTEL,
        ImmutableList.of(USUAL, BEST, TOO_LARGE),
        BEST,
        complete,
        Path.of("cache", "key.json"));
  }

  private static String table(TuningResult result) {
    StringWriter out = new StringWriter();
    try (PrintWriter writer = new PrintWriter(out)) {
      TuneCommand.print(result, writer);
    }
    return out.toString();
  }

  @Test
  void theTableMarksTheChoice() {
    String table = table(result(true));
    assertThat(table).contains("Intel(R) Arc(TM) A770, Intel(R) OpenCL Graphics");
    assertThat(table).containsMatch("\\* +0\\.51 +registers, best");
    assertThat(table).containsMatch("(?m)^ +1\\.00 +registers, usual");
    assertThat(table).containsMatch("not possible +local memory, large");
    assertThat(table).contains("key.json");
    assertThat(table).doesNotContain("not enough");
    assertThat(table(result(false))).contains("The time was not enough for all candidates.");
  }

  @Test
  void jsonHasTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(TuneCommand.json(result(false)));
    assertThat(json.get("device").asText()).isEqualTo("Intel(R) Arc(TM) A770");
    assertThat(json.get("driver").asText()).isEqualTo("24.35");
    assertThat(json.get("chosen").asText()).isEqualTo("registers, best");
    assertThat(json.get("relative_time").asDouble()).isEqualTo(0.514);
    assertThat(json.get("complete").asBoolean()).isFalse();
    assertThat(json.get("trials").size()).isEqualTo(3);
    assertThat(json.get("trials").get(2).get("relative_time").isNull()).isTrue();
  }

  @Test
  void aDeviceThatIsNotThereIsAMistake() {
    Requires.device();
    CommandTrial trial = CommandTrial.run("tune", "--device", "name:no such device");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("no such device");
    assertThat(CommandTrial.run("tune", "--device", "no choice").exitCode()).isEqualTo(2);
    assertThat(CommandTrial.run("tune", "--limit", "0").exitCode()).isEqualTo(2);
  }
}
