package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a command takes, and what it says to others. */
final class ModelFileTest {
  @TempDir private Path folder;

  @Test
  void compiledFileIsNotCalledDamaged() {
    Path model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    Path compiled = folder.resolve("m.octet");
    CommandTrial made = CommandTrial.run("compile", model, "--out", compiled);
    assertWithMessage(made.err()).that(made.exitCode()).isEqualTo(ExitCodes.OK);
    Path out = folder.resolve("q.pt2");
    for (CommandTrial trial :
        new CommandTrial[] {
          CommandTrial.run("inspect", compiled),
          CommandTrial.run("explain", compiled, "--quantizer", "x86"),
          CommandTrial.run(
              "quantize", compiled, "--quantizer=x86", "--preset=dynamic", "--out", out)
        }) {
      assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
      assertThat(trial.err()).contains("m.octet' is a compiled program, which the engines");
      assertThat(trial.err()).contains("expected a .pt2 file");
    }
  }

  @Test
  void whereBothKindsAreTakenBothAreNamed() throws IOException {
    Path file = folder.resolve("x.octet");
    for (byte[] bytes : new byte[][] {{}, {1, 2, 3}, new byte[100]}) {
      Files.write(file, bytes);
      CommandTrial trial = CommandTrial.run("ledger", file);
      assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
      assertThat(trial.err()).contains("a .pt2 file is what torch.export.save writes;");
      assertThat(trial.err()).contains("a compiled program is what octet compile writes");
    }
    Files.write(file, new byte[] {'P', 'K', 3, 4, 0});
    assertThat(CommandTrial.run("ledger", file).err()).contains("begins as one and is cut off");
    assertThat(CommandTrial.run("ledger", file).err()).doesNotContain("octet compile");
    assertThat(CommandTrial.run("ledger", folder.resolve("absent")).err())
        .isEqualTo(
            "octet: "
                + folder.resolve("absent")
                + ": there is no such file"
                + System.lineSeparator());
  }
}
