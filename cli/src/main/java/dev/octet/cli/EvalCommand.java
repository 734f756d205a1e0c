package dev.octet.cli;

import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet eval}: the share of images that a classifier gets right. */
@Command(
    name = "eval",
    description = "Runs an image classifier on labelled images and prints its top-1 accuracy.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet eval shapes.pt2 --images test_images.npy --labels test_labels.npy \\",
      "      --scale 1/127.5 --mean 1",
      "  octet eval resnet20.pt2 --images x.npy --labels y.npy --limit 200 \\",
      "      --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225"
    })
final class EvalCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A .pt2 file, or what compile made of one, with one image input and one output of class"
              + " scores.")
  private Path file;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "X.npy",
      description = "uint8 images (count, channels, height, width).")
  private Path images;

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "Y.npy",
      description =
          "The class of each image, counted from 0: integers, or floats that are whole numbers.")
  private Path labels;

  @Mixin private ImageOptions preprocessing;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description =
          "Images for each run; where the program fixes the size that one is used. Default: 32.")
  private @Nullable Integer batch;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Only the first N images.")
  private @Nullable Integer limit;

  @Mixin private EngineOptions engine;

  @Override
  public void run() {
    Tensor pixels = Npy.read(images);
    Labels expected = Labels.read(labels, pixels, limit == null ? Long.MAX_VALUE : limit);
    int count = expected.count();
    try (Executable program = engine.open(file)) {
      int size = ImageBatches.size(program.program(), file, batch, ImageBatches.FOR_RUNS, count);
      int right = correct(program, pixels, expected, count, size);
      spec.commandLine()
          .getOut()
          .printf(Locale.ROOT, "top-1: %.2f %% (%d of %d)%n", 100.0 * right / count, right, count);
    }
  }

  /** How many of the first {@code count} images are classified as labelled. */
  private int correct(Executable program, Tensor pixels, Labels expected, int count, int size) {
    int right = 0;
    try (Progress progress =
        Progress.start(spec.commandLine().getErr(), "Evaluating", (count + size - 1) / size)) {
      for (int first = 0; first < count; first += size) {
        try (Arena arena = Arena.ofConfined()) {
          Tensor input = preprocessing.pixels().batch(pixels, first, size, arena);
          Tensor scores =
              program
                  .run(NpyInputs.converted(program.program(), List.of(input)), arena, () -> {})
                  .getFirst();
          right += TopOne.count(scores, expected, first, Math.min(size, count - first));
        }
        progress.step();
      }
    }
    return right;
  }
}
