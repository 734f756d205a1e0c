package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code inspect}, {@code run}, {@code eval} and {@code export}, as typed in a shell. */
final class ProgramCommandsTest {
  private static final String RESIDUAL = Goldens.program("residual").toString();

  @TempDir Path folder;

  @Test
  void inspectShowsWhatAProgramConsistsOf() throws IOException, InterruptedException {
    OctetProcess run = OctetProcess.run("inspect", RESIDUAL);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).contains("dialect     TRAINING");
    assertThat(run.out()).contains("input       %x f32[2, 8, 12, 12]");
    assertThat(run.out()).containsMatch("parameter +conv1.weight +f32\\[16, 8, 3, 3\\] +4.5 KiB");
    assertThat(run.out())
        .containsMatch("%conv2d +aten.conv2d.default +f32\\[2, 16, 6, 6\\] +conv1");
  }

  @Test
  void inspectPrintsTextThatItsParserReads() throws IOException, InterruptedException {
    OctetProcess run = OctetProcess.run("inspect", RESIDUAL, "--text");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(dev.octet.graph.text.GraphText.parse(run.out()).nodes()).hasSize(9);
  }

  @Test
  void inspectDumpsJson() throws IOException, InterruptedException {
    Path dump = folder.resolve("graph.json");
    OctetProcess run = OctetProcess.run("inspect", RESIDUAL, "--graph-json", dump.toString());
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(FxGraphs.differences(Goldens.exportedGraph("residual"), dump)).isEmpty();
  }

  @Test
  void runWritesOutputs() throws IOException, InterruptedException {
    String input = Goldens.resource("goldens/residual/test_in0.npy").toString();
    OctetProcess run =
        OctetProcess.run(
            "run", RESIDUAL, "--input", input, "--out-dir", folder.resolve("out").toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    Tensor output = Npy.read(folder.resolve("out").resolve("output0.npy"));
    assertThat(Goldens.relativeError(Goldens.outputs("residual").getFirst(), output))
        .isAtMost(1e-5);
  }

  @Test
  void aWrongShapeIsNamed() throws IOException, InterruptedException {
    Path input = folder.resolve("x.npy");
    Npy.write(input, Tensor.allocate(DType.FLOAT32, Shape.of(1, 8, 12, 12)));
    OctetProcess run =
        OctetProcess.run(
            "run", RESIDUAL, "--input", input.toString(), "--out-dir", folder.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("input %x is f32[1, 8, 12, 12], expected f32[2, 8, 12, 12]");
    assertThat(run.err().lines().count()).isEqualTo(1);
  }

  @Test
  void aMissingFileAndAForeignFileAreNamed() throws IOException, InterruptedException {
    OctetProcess missing = OctetProcess.run("inspect", folder.resolve("no.pt2").toString());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("no.pt2");
    Path text = Files.writeString(folder.resolve("text.pt2"), "this is no program");
    OctetProcess foreign = OctetProcess.run("inspect", text.toString());
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(foreign.err()).contains("text.pt2");
    assertThat(foreign.err()).doesNotContain("Exception");
  }

  @Test
  void evalRefusesLabelsThatDoNotFit() throws IOException, InterruptedException {
    Path shapes = Path.of(System.getProperty("octet.root"), "examples", "shapes");
    String images = shapes.resolve("test_images.npy").toString();
    Path labels = folder.resolve("labels.npy");
    Npy.write(labels, Tensor.of(new long[] {1, 2, 3}, 3));
    OctetProcess run =
        OctetProcess.run(
            "eval",
            shapes.resolve("shapes.pt2").toString(),
            "--images",
            images,
            "--labels",
            labels.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("labels.npy is s64[3], and the images are");
  }

  @Test
  void anUnknownEngineIsAUsageError() throws IOException, InterruptedException {
    OctetProcess run =
        OctetProcess.run("run", RESIDUAL, "--input", "x.npy", "--out-dir", "o", "--engine", "warp");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("reference");
  }
}
