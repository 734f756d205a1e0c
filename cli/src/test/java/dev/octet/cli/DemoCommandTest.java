package dev.octet.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.octet.export.Export;
import dev.octet.lowering.Lowering;
import dev.octet.tensor.DType;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
  private static final int IMAGES = 21;

  @TempDir private Path folder;

  /** A small network under the names of the demonstration. */
  private Path files() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    SmallNetwork.write(files.resolve("shapes.pt2"), true);
    SmallNetwork.writeImages(files.resolve("calibration_images.npy"), 19);
    SmallNetwork.writeImages(files.resolve("test_images.npy"), IMAGES);
    Npy.write(files.resolve("test_labels.npy"), Tensor.allocate(DType.INT64, Shape.of(IMAGES)));
    return files;
  }

  @Test
  void everyStepIsShownAndItsResultWritten() throws IOException {
    Path results = folder.resolve("new").resolve("results");
    CommandTrial trial = CommandTrial.run("demo", "--files", files(), "--out-dir", results);
    assertWithMessage(trial.err()).that(trial.exitCode()).isEqualTo(ExitCodes.OK);
    assertThat(trial.out()).containsMatch("(?m)^Read .*shapes.pt2");
    assertThat(trial.out()).containsMatch("(?m)^Quantize .*for x86.* 19 images");
    assertThat(trial.out()).containsMatch("(?m)^Compile .*1 thread");
    assertThat(trial.out()).containsMatch("(?m)^ +int8 +[0-9.]+ % +[0-9.]+ ms");
    assertThat(trial.out()).containsMatch("(?m)^ +int8 \\+ bf16 +[0-9.]+ % +[0-9.]+ ms");
    assertThat(trial.out()).containsMatch("(?m)^Explain +node +%conv2d aten.conv2d");
    assertThat(Files.readString(results.resolve("report.html"))).contains("conv2d");
    assertThat(
            Export.read(results.resolve("shapes-int8.pt2")).state().values().stream()
                .map(Tensor::dtype))
        .contains(DType.INT8);
    assertThat(Lowering.isSaved(results.resolve("shapes-int8.octet"))).isTrue();
  }

  @Test
  void accuracyIsThatOfEval() throws IOException {
    Path files = files();
    CommandTrial eval =
        CommandTrial.run(
            "eval",
            files.resolve("shapes.pt2"),
            "--images",
            files.resolve("test_images.npy"),
            "--labels",
            files.resolve("test_labels.npy"),
            "--scale",
            "1/127.5",
            "--mean",
            "1");
    CommandTrial demo =
        CommandTrial.run("demo", "--files", files, "--out-dir", folder, "--quantizer", "xpu");
    String accuracy = eval.out().replaceFirst("(?s)top-1: ([0-9.]+ %).*", "$1");
    assertThat(demo.out()).containsMatch("(?m)^Compare(?s:.*)\\R +float +" + accuracy);
    assertThat(demo.out()).contains("for xpu, preset default");
  }

  @Test
  void missingFilesAreNamed() {
    CommandTrial trial =
        CommandTrial.run("demo", "--files", folder, "--out-dir", folder.resolve("results"));
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USER_ERROR);
    assertThat(trial.err()).contains("shapes.pt2' is not there");
    assertThat(Files.exists(folder.resolve("results"))).isFalse();
  }

  @Test
  void unknownQuantizerIsAUsageError() throws IOException {
    CommandTrial trial = CommandTrial.run("demo", "--files", files(), "--quantizer", "abacus");
    assertThat(trial.exitCode()).isEqualTo(ExitCodes.USAGE);
    assertThat(trial.err()).contains("abacus");
    assertThat(trial.out()).isEmpty();
  }
}
