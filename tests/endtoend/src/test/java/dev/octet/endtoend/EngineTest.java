package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.lowering.Target;
import dev.octet.tensor.Npy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on kernels for this processor, as typed in a shell. */
final class EngineTest {
  @TempDir Path folder;

  private static void requireLibrary() {
    Target target = Target.cpu();
    assumeTrue(
        target.missingLibrary().isEmpty(), () -> target.missingLibrary().orElse("available"));
  }

  private static String input(String model, String prefix) {
    return IntStream.range(0, Goldens.inputs(model).size())
        .mapToObj(i -> Goldens.resource("goldens/" + model + "/" + prefix + i + ".npy").toString())
        .collect(Collectors.joining(","));
  }

  private static void succeeds(OctetProcess run) {
    assertWithMessage(run.err()).that(run.exitCode()).isEqualTo(0);
  }

  private double error(String model) {
    return Goldens.relativeError(
        Goldens.outputs(model).getFirst(), Npy.read(folder.resolve("output0.npy")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet_small", "lstm", "attention"})
  void floatProgramGivesPyTorchsOutputs(String model) throws IOException, InterruptedException {
    requireLibrary();
    OctetProcess run =
        OctetProcess.run(
            "run",
            Goldens.program(model).toString(),
            "--input",
            input(model, "test_in"),
            "--out-dir",
            folder.toString(),
            "--engine",
            "cpu",
            "--threads",
            "2");
    succeeds(run);
    assertThat(run.err()).isEmpty();
    assertThat(error(model)).isAtMost(1e-4);
  }

  @Test
  void deniedNativeAccessIsAnErrorOfTheUser() throws IOException, InterruptedException {
    String model = "resnet_small";
    OctetProcess run =
        OctetProcess.runWithoutNativeAccess(
            "run",
            Goldens.program(model).toString(),
            "--input",
            input(model, "test_in"),
            "--out-dir",
            folder.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("denies native access to the module dev.octet.lowering, which compiled programs");
    assertThat(run.err()).contains("start it with --enable-native-access=dev.octet.lowering\n");
    assertThat(run.err()).doesNotContain("internal error");
  }

  @Test
  void withoutTheLibraryTheSameProgramRunsAndSaysSo() throws IOException, InterruptedException {
    String model = "resnet_small";
    OctetProcess run =
        OctetProcess.runWithoutNatives(
            "run",
            Goldens.program(model).toString(),
            "--input",
            input(model, "test_in"),
            "--out-dir",
            folder.toString(),
            "--engine",
            "cpu");
    succeeds(run);
    assertThat(run.err()).contains("octet: warning: oneDNN is not used: no ");
    assertThat(run.err()).contains("add the artifact org.bytedeco:dnnl");
    assertThat(error(model)).isAtMost(1e-4);
  }

  @Test
  void quantizedProgramIsCompiledSavedLookedAtAndRun() throws IOException, InterruptedException {
    requireLibrary();
    String model = "resnet_small";
    String quantized = folder.resolve("q.pt2").toString();
    String compiled = folder.resolve("q.octet").toString();
    succeeds(
        OctetProcess.run(
            "quantize",
            Goldens.program(model).toString(),
            "--quantizer",
            "x86",
            "--preset",
            "reduce-range",
            "--calibrate",
            input(model, "calib0_in"),
            "--engine",
            "cpu",
            "--out",
            quantized));
    OctetProcess made =
        OctetProcess.run("compile", quantized, "--out", compiled, "--require-int8-coverage", "0.9");
    succeeds(made);
    assertThat(made.out()).contains("100.0 % of the multiply-adds in int8");
    succeeds(
        OctetProcess.run(
            "run", compiled, "--input", input(model, "test_in"), "--out-dir", folder.toString()));
    assertThat(error(model)).isAtMost(0.2);
    OctetProcess ledger = OctetProcess.run("ledger", compiled, "--profile", "2");
    succeeds(ledger);
    assertThat(ledger.out()).contains("100.0 % of them in int8");
    assertThat(ledger.out()).contains("ms in all kernels");
  }
}
