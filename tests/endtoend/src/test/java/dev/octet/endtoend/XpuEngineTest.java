package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.lowering.Devices;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on an OpenCL device, as typed in a shell. */
final class XpuEngineTest {
  private static final String MODEL = "mlp";

  @TempDir Path folder;

  private static String file(String name) {
    return Goldens.resource("goldens/" + MODEL + "/" + name).toString();
  }

  private String inFolder(String name) {
    return folder.resolve(name).toString();
  }

  private static OctetProcess succeeds(String... arguments)
      throws IOException, InterruptedException {
    OctetProcess run = OctetProcess.run(arguments);
    assertWithMessage(run.err()).that(run.exitCode()).isEqualTo(0);
    return run;
  }

  private double error(List<Tensor> expected) {
    return Goldens.relativeError(expected.getFirst(), Npy.read(folder.resolve("output0.npy")));
  }

  @Test
  void floatProgramGivesPyTorchsOutputs() throws IOException, InterruptedException {
    Requires.device();
    succeeds(
        "run",
        Goldens.program(MODEL).toString(),
        "--input",
        file("test_in0.npy"),
        "--out-dir",
        folder.toString(),
        "--engine",
        "xpu");
    assertThat(error(Goldens.outputs(MODEL))).isAtMost(1e-4);
  }

  @Test
  void quantizedProgramIsCompiledSavedLookedAtAndRun() throws IOException, InterruptedException {
    Requires.device();
    String quantized = inFolder("q.pt2");
    String compiled = inFolder("q.octet");
    succeeds(
        "quantize",
        Goldens.program(MODEL).toString(),
        "--quantizer",
        "xpu",
        "--calibrate",
        file("calib0_in0.npy"),
        "--calibrate",
        file("calib1_in0.npy"),
        "--calibrate",
        file("calib2_in0.npy"),
        "--calibrate",
        file("calib3_in0.npy"),
        "--out",
        quantized);
    OctetProcess made =
        succeeds(
            "compile",
            quantized,
            "--engine",
            "xpu",
            "--device",
            "0",
            "--require-int8-coverage",
            "1",
            "--print-kernels",
            "--out",
            compiled);
    assertThat(made.out()).contains("get_global_id(0)");
    assertThat(made.out()).contains("100.0 % of the multiply-adds in int8");
    succeeds("run", compiled, "--input", file("test_in0.npy"), "--out-dir", folder.toString());
    assertThat(error(Goldens.quantizedOutputs(MODEL, "xpu"))).isAtMost(2e-2);
    OctetProcess ledger = succeeds("ledger", compiled);
    assertThat(ledger.out()).startsWith("processor " + Devices.find("0").name());
    assertThat(ledger.out()).contains("100.0 % of them in int8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "compile", "ledger", "bench"})
  void withoutADeviceNothingRunsOnTheProcessorInstead(String command)
      throws IOException, InterruptedException {
    List<String> options =
        switch (command) {
          case "run" -> List.of("--input", file("test_in0.npy"), "--out-dir", inFolder("out"));
          case "compile" -> List.of("--out", inFolder("m.octet"));
          default -> List.of();
        };
    List<String> arguments =
        new ArrayList<>(List.of(command, Goldens.program(MODEL).toString(), "--engine", "xpu"));
    arguments.addAll(options);
    OctetProcess run = OctetProcess.runWithoutDevices(arguments.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("octet: no device for any: ");
    assertThat(run.err()).contains("install");
    assertThat(run.err().lines().count()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
    assertThat(Files.exists(folder.resolve("m.octet"))).isFalse();
  }
}
