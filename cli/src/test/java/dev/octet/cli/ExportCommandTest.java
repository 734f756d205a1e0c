package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.export.Export;
import dev.octet.program.ExportedProgram;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Octet.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void networkIsWrittenWithAnOpenBatch() {
    Path file = folder.resolve("net.pt2");
    assertThat(
            run(
                "export",
                "zoo:mobilenet_v2",
                "--out",
                file.toString(),
                "--batch",
                "dynamic",
                "--seed",
                "7"))
        .isEqualTo(0);
    assertThat(out.toString()).contains("net.pt2: 153 nodes");
    ExportedProgram program = Export.read(file);
    assertThat(program.userInputs().getFirst().tensorType().size(0).isConstant()).isFalse();
    assertThat(program.state()).containsKey("features.0.0.weight");
  }

  @ParameterizedTest
  @CsvSource({
    "zoo:resnet19, --batch, 1, resnet18",
    "resnet18, --batch, 1, zoo:",
    "zoo:resnet18, --batch, 0, --batch",
    "zoo:resnet18, --batch, many, dynamic",
    "zoo:resnet18, --sequence, 9, --sequence",
    "zoo:bert_base, --sequence, -1, positive",
    "zoo:bert_base, --sequence, 513, '--sequence is 513, expected at most 512'",
  })
  void wrongUseIsExplained(String network, String option, String value, String hint) {
    Path file = folder.resolve("net.pt2");
    assertThat(run("export", network, "--out", file.toString(), option + "=" + value)).isEqualTo(2);
    assertThat(err.toString()).contains(hint);
    assertThat(Files.exists(file)).isFalse();
  }
}
