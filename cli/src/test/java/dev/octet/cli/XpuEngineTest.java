package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Devices;
import dev.octet.lowering.Lowering;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --engine xpu} and {@code --device}, on whichever OpenCL device this machine has. */
final class XpuEngineTest {
  @TempDir private Path folder;

  private Path model = Path.of("");
  private Path input = Path.of("");

  @BeforeEach
  void writeNetwork() {
    Requires.device();
    model = SmallNetwork.write(folder.resolve("model.pt2"), false);
    input = SmallNetwork.writeBatch(folder.resolve("x.npy"), 1, 2);
  }

  private static CommandTrial succeeds(Object... arguments) {
    CommandTrial trial = CommandTrial.run(arguments);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    return trial;
  }

  private Path folder(String name) {
    return folder.resolve(name);
  }

  private Tensor run(Path file, String name, Object... options) {
    Object[] all = new Object[options.length + 6];
    System.arraycopy(
        new Object[] {"run", file, "--input", input, "--out-dir", folder(name)}, 0, all, 0, 6);
    System.arraycopy(options, 0, all, 6, options.length);
    succeeds(all);
    return Npy.read(folder(name).resolve("output0.npy"));
  }

  private static void assertNear(Tensor found, Tensor expected, double tolerance) {
    assertThat(found.toFloatArray())
        .usingTolerance(tolerance)
        .containsExactly(expected.toFloatArray())
        .inOrder();
  }

  @Test
  void deviceGivesWhatTheReferenceGives() {
    Tensor expected = run(model, "r", "--engine", "reference");
    assertNear(run(model, "x", "--engine", "xpu"), expected, 1e-5);
    assertNear(run(model, "b", "--engine", "xpu", "--autocast", "bf16"), expected, 0.05);
  }

  @Test
  void savedFileKeepsEngineAndDeviceUntilOptionsChangeThem() {
    Path saved = folder("m.octet");
    succeeds(
        "compile", model, "--out", saved, "--engine", "xpu", "--device", 0, "--autocast", "bf16");
    try (CompiledModel loaded = Lowering.load(saved)) {
      assertThat(loaded.target().device()).hasValue("0");
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
    }
    Tensor expected = run(model, "r", "--engine", "reference");
    assertNear(run(saved, "saved"), expected, 0.05);
    assertNear(run(saved, "cpu", "--engine", "cpu"), expected, 0.05);
    assertThat(succeeds("ledger", saved).out()).startsWith("processor " + Devices.find("0").name());
    assertThat(succeeds("ledger", saved, "--engine", "cpu").out())
        .doesNotContain(Devices.find("0").name());

    Path other = folder("n.octet");
    succeeds("compile", saved, "--out", other, "--engine", "cpu");
    try (CompiledModel loaded = Lowering.load(other)) {
      assertThat(loaded.target().device()).isEmpty();
      assertThat(loaded.target().autocast()).hasValue(DType.BFLOAT16);
    }
    succeeds("compile", saved, "--out", other, "--device", "any");
    try (CompiledModel loaded = Lowering.load(other)) {
      assertThat(loaded.target().device()).hasValue("any");
    }
  }

  @Test
  void everyKernelIsPrinted() {
    String out =
        succeeds("compile", model, "--out", folder("m.octet"), "--engine", "xpu", "--print-kernels")
            .out();
    assertThat(out).contains("get_global_id(0)");
    assertThat(out).containsMatch("m.octet: \\d+ kernels");
  }

  @Test
  void ledgerNamesTheDeviceAndItsTimes() {
    String out = succeeds("ledger", model, "--engine", "xpu", "--profile", 2).out();
    assertThat(out).startsWith("processor " + Devices.find("any").name());
    assertThat(out).containsMatch("(?m)^note: products: .*octet tune");
    assertThat(out).doesNotContain("warning: products");
    assertThat(out).containsMatch("TIME +SHARE +KERNEL");
  }

  @Test
  void benchNamesTheDeviceAndNoPeak() throws IOException {
    CommandTrial trial =
        succeeds("bench", model, "--engine", "xpu", "--quantizer", "xpu", "--runs", 3, "--json");
    JsonNode json = new ObjectMapper().readTree(trial.out());
    assertThat(json.get("engine").asText()).isEqualTo("xpu");
    assertThat(json.get("device").asText()).isEqualTo(Devices.find("any").name());
    assertThat(json.get("quantizer").asText()).isEqualTo("xpu default");
    assertThat(json.get("int8_coverage").asDouble()).isEqualTo(1.0);
    assertThat(json.get("gmacs_per_s").asDouble()).isGreaterThan(0.0);
    assertThat(json.get("peak_share").isNull()).isTrue();
  }

  @Test
  void calibrationRunsOnTheDevice() {
    CommandTrial trial =
        succeeds(
            "quantize",
            model,
            "--quantizer",
            "xpu",
            "--engine",
            "xpu",
            "--calibrate",
            input,
            "--out",
            folder("q.pt2"));
    assertThat(trial.out()).contains("multiply-adds: 100.0 %");
    assertThat(run(folder("q.pt2"), "q", "--engine", "xpu").shape().size(0)).isEqualTo(2);
  }

  @Test
  void deviceThatIsNotThereIsSaidBeforeTheWork() {
    CommandTrial trial =
        CommandTrial.run(
            "compile",
            folder("absent.pt2"),
            "--out",
            folder("m.octet"),
            "--engine",
            "xpu",
            "--device",
            "name:no such device");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("no device for name:no such device; choose one of these: 0 (");
    assertThat(trial.err().lines().count()).isEqualTo(1);
  }
}
