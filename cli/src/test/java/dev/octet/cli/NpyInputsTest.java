package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NpyInputsTest {
  private static final Tensor X = Tensor.of(new float[] {1, -2, 3.001f, 1e-3f}, 2, 2);

  @TempDir private Path folder;

  private static String graph(String type) {
    return "graph(%x: TYPE[2, 2]) { %y = aten.add.Tensor(%x, %x) return %y }".replace("TYPE", type);
  }

  private CommandTrial run(String type, String engine, Tensor given) {
    Path model = ParsedProgram.write(folder.resolve("m.pt2"), graph(type));
    Path input = folder.resolve("x.npy");
    Npy.write(input, given);
    return CommandTrial.run(
        "run", model, "--input", input, "--out-dir", folder, "--engine", engine);
  }

  @ParameterizedTest
  @CsvSource({
    "bf16, cpu",
    "bf16, reference",
    "f16, cpu",
    "f16, reference",
    "f64, reference",
    "f32, cpu"
  })
  void floatsBecomeWhatTheProgramTakes(String type, String engine) {
    for (DType of : List.of(DType.FLOAT32, DType.FLOAT64)) {
      CommandTrial trial = run(type, engine, X.to(of, Arena.ofAuto()));
      assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
      assertThat(trial.out()).contains("output0.npy " + type + "[2, 2]");
      Tensor result = Npy.read(folder.resolve("output0.npy"));
      assertThat(result.getDouble(1)).isEqualTo(-4.0);
      assertThat(result.getDouble(2)).isWithin(0.02).of(6.002);
    }
  }

  @Test
  void othersAreNotConverted() {
    Tensor integers = Tensor.of(new long[] {1, 2, 3, 4}, 2, 2);
    CommandTrial floats = run("bf16", "cpu", integers);
    assertThat(floats.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(floats.err()).contains("input %x is s64[2, 2], expected bf16[2, 2]");
    assertThat(run("s64", "cpu", X).err()).contains("input %x is f32[2, 2], expected s64[2, 2]");
    assertThat(run("f32", "cpu", X.to(DType.FLOAT16, Arena.ofAuto())).err())
        .contains("input %x is f16[2, 2], expected f32[2, 2]");
  }

  @ParameterizedTest
  @CsvSource({"cpu", "reference"})
  void calibrationBatchesAreConvertedToo(String engine) {
    Path model = ParsedProgram.write(folder.resolve("m.pt2"), graph("bf16"));
    Path input = folder.resolve("x.npy");
    Npy.write(input, X);
    CommandTrial trial =
        CommandTrial.run(
            "quantize",
            model,
            "--quantizer",
            "x86",
            "--calibrate",
            input,
            "--out",
            folder.resolve("q.pt2"),
            "--engine",
            engine);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
  }
}
