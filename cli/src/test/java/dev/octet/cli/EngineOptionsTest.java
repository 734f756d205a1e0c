package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
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

/** What runs a program: {@code --engine}, {@code --threads}, {@code --autocast}. */
final class EngineOptionsTest {
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void writeNetwork() {
    model = SmallNetwork.write(folder.resolve("model.pt2"), true);
    input = SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 3);
  }

  private CommandTrial run(Path file, String name, String... options) {
    List<Object> arguments = new ArrayList<>(List.of("run", file, "--input", input));
    arguments.addAll(List.of("--out-dir", folder.resolve(name)));
    arguments.addAll(List.of(options));
    return CommandTrial.run(arguments.toArray());
  }

  private Tensor output(String name) {
    return Npy.read(folder.resolve(name).resolve("output0.npy"));
  }

  @Test
  void enginesAgree() {
    assertThat(run(model, "r", "--engine=reference").exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run(model, "c", "--engine=cpu", "--threads=1").exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(output("c").toFloatArray())
        .usingTolerance(1e-5)
        .containsExactly(output("r").toFloatArray())
        .inOrder();
  }

  @Test
  void bfloat16StaysNear() {
    assertThat(run(model, "r", "--engine=reference").exitCode()).isEqualTo(ExitCodes.OK);
    CommandTrial trial = run(model, "b", "--autocast=bf16");
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(output("b").toFloatArray())
        .usingTolerance(0.05)
        .containsExactly(output("r").toFloatArray())
        .inOrder();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--engine=reference --threads=2|--threads has no meaning for --engine reference",
        "--engine=reference --autocast=bf16|--autocast has no meaning for --engine reference",
        "--engine=reference --device=gpu|--device has no meaning for --engine reference",
        "--engine=cpu --device=gpu|--device has no meaning without --engine xpu",
        "--device=gpu|--device has no meaning without --engine xpu",
        "--engine=xpu --device=warp|warp' names no device",
        "--engine=warp|[cpu, xpu, reference]",
        "--autocast=fp16|[bf16]",
        "--threads=0|0' is no number from 1 to 1024",
        "--threads=1025|1025' is no number from 1 to 1024",
        "--threads=two|two' is no number from 1 to 1024",
      })
  void optionThatCannotBeUsedIsAUsageError(String options, String message) {
    CommandTrial trial =
        run(model, "o", Splitter.on(' ').splitToList(options).toArray(String[]::new));
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains(message);
    assertThat(Files.exists(folder.resolve("o"))).isFalse();
  }

  @Test
  void compiledFileRunsOnTheCpuOnly() {
    Path compiled = folder.resolve("m.octet");
    CommandTrial made = CommandTrial.run("compile", model, "--out", compiled);
    assertWithMessage(made.err()).that(made.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(run(compiled, "c").exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(output("c").shape().size(0)).isEqualTo(3);
    CommandTrial refused = run(compiled, "r", "--engine=reference");
    assertThat(refused.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(refused.err()).contains("is a compiled program");
  }

  @Test
  void wrongSizeIsRefusedByBothEngines() {
    for (String engine : List.of("reference", "cpu")) {
      Path wrong = folder.resolve("wrong.npy");
      Npy.write(wrong, Tensor.allocate(DType.FLOAT32, Shape.of(3, 3, 8, 9)));
      CommandTrial trial =
          CommandTrial.run("run", model, "--input", wrong, "--out-dir", folder, "--engine", engine);
      assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
      assertThat(trial.err()).contains("input %x is f32[3, 3, 8, 9], expected f32");
    }
  }

  @Test
  void damagedCompiledFileIsRefused() throws IOException {
    Path compiled = folder.resolve("m.octet");
    assertThat(CommandTrial.run("compile", model, "--out", compiled).exitCode())
        .isEqualTo(ExitCodes.OK);
    byte[] bytes = Files.readAllBytes(compiled);
    bytes[bytes.length - 1] ^= 1;
    Files.write(compiled, bytes);
    CommandTrial trial = run(compiled, "c");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("m.octet is damaged");
    assertThat(trial.err().lines().count()).isEqualTo(1);
  }
}
