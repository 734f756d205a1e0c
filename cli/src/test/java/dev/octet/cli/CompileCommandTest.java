package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileCommandTest {
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void writeNetwork() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    out = folder.resolve("m.octet");
  }

  @Test
  void optionsAreSavedWithTheProgram() {
    CommandTrial trial =
        CommandTrial.run("compile", model, "--out", out, "--threads", 3, "--autocast", "bf16");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).containsMatch("m.octet: \\d+ kernels, 0.0 % .* in int8, .* KiB");
    try (CompiledModel loaded = Lowering.load(out)) {
      assertThat(loaded.target().threads()).isEqualTo(3);
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
    }
  }

  @Test
  void compiledFileCanBeCompiledAgainWithOtherOptions() {
    assertThat(CommandTrial.run("compile", model, "--out", out, "--threads", 3).exitCode())
        .isEqualTo(ExitCodes.OK);
    Path other = folder.resolve("n.octet");
    assertThat(CommandTrial.run("compile", out, "--out", other, "--autocast", "bf16").exitCode())
        .isEqualTo(ExitCodes.OK);
    try (CompiledModel loaded = Lowering.load(other)) {
      assertThat(loaded.target().threads()).isEqualTo(3);
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
    }
  }

  @Test
  void coverageThatIsMissedIsAnErrorThatNamesNodes() {
    CommandTrial trial =
        CommandTrial.run("compile", model, "--out", out, "--require-int8-coverage", 0.5);
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("0.0 % of the multiply-adds run in int8, 50.0 %");
    assertThat(trial.err()).contains("%conv2d");
    assertThat(Files.exists(out)).isFalse();
  }

  @Test
  void coverageIsAShare() {
    CommandTrial trial =
        CommandTrial.run("compile", model, "--out", out, "--require-int8-coverage", 95);
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains("expected a share from 0 to 1");
  }

  @Test
  void kernelsArePrintedOrSaidToBeNone() {
    CommandTrial trial = CommandTrial.run("compile", model, "--out", out, "--print-kernels");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out().lines().count()).isAtLeast(2L);
  }

  @Test
  void folderThatIsNotThereIsSaidBeforeTheWork() {
    CommandTrial trial =
        CommandTrial.run("compile", folder.resolve("no.pt2"), "--out", folder.resolve("a/m.octet"));
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("--out");
  }
}
