package dev.octet.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which batches a model is calibrated with. */
final class CalibrationOptions {
  /** What nothing heeds without images. */
  static final List<String> FOR_IMAGES = List.of("--scale", "--mean", "--std", "--batch");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--calibrate",
      paramLabel = "A.npy[,B.npy]",
      description =
          "One batch: a file for each input of the program, separated by commas. May be repeated. "
              + NpyInputs.CONVERTED)
  private List<String> files = List.of();

  @Option(
      names = "--calibrate-images",
      paramLabel = "X.npy",
      description = "Instead: uint8 images (count, channels, height, width), cut into batches.")
  private @Nullable Path images;

  @Mixin private ImageOptions preprocessing;

  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description =
          "Images for each batch; where the program fixes the size that one is used. Default: 128,"
              + " or as many as 16 MiB of floats hold.")
  private @Nullable Integer batch;

  /** True if the options name batches. */
  boolean isGiven() {
    return images != null || !files.isEmpty();
  }

  /** Names the files that are read. */
  void addTo(CommandFiles read) {
    for (String group : files) {
      paths(group).forEach(path -> read.reads("--calibrate", path));
    }
    read.reads("--calibrate-images", images);
  }

  private List<Path> paths(String group) {
    List<String> names = Splitter.on(',').splitToList(group);
    if (names.contains("")) {
      throw usage("--calibrate '" + group + "' has an empty name; expected A.npy[,B.npy]");
    }
    return names.stream().map(Path::of).toList();
  }

  /** The batches that the options name; none if they name none. */
  CalibrationBatches batches(ExportedProgram program, Path file) throws NoSuchFileException {
    if (images == null) {
      for (String option : FOR_IMAGES) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw usage(option + " has no meaning without --calibrate-images");
        }
      }
      return ofFiles(program);
    }
    if (!files.isEmpty()) {
      throw usage("--calibrate and --calibrate-images exclude each other; give one of them");
    }
    return ofImages(program, file, Npy.read(images));
  }

  private CalibrationBatches ofFiles(ExportedProgram program) throws NoSuchFileException {
    List<List<Path>> batches = new ArrayList<>();
    for (String group : files) {
      List<Path> paths = paths(group);
      for (Path path : paths) {
        if (!Files.exists(path)) {
          throw new NoSuchFileException(path.toString());
        }
      }
      if (paths.size() != program.userInputs().size()) {
        throw new InputException(
            "--calibrate "
                + group
                + ": "
                + paths.size()
                + (paths.size() == 1 ? " file" : " files")
                + ", but the program takes "
                + program.userInputs().stream().map(v -> v + " " + v.type()).toList()
                + "; give one file for each, separated by commas, and repeat --calibrate for"
                + " further batches");
      }
      batches.add(paths);
    }
    return new CalibrationBatches(
        Iterables.transform(
            batches, paths -> NpyInputs.converted(program, paths.stream().map(Npy::read).toList())),
        batches.size(),
        0);
  }

  /**
   * Batches of images. None is repeated to fill the last batch, for it would count twice: a program
   * of any batch size gets a smaller one, another leaves the rest out.
   */
  private CalibrationBatches ofImages(ExportedProgram program, Path file, Tensor pixels) {
    int count = pixels.shape().rank() == 0 ? 0 : Math.toIntExact(pixels.shape().size(0));
    boolean fixed = ImageBatches.fixedSize(program, file).isPresent();
    if (count == 0) {
      throw new InputException(images + " holds no images to calibrate with");
    }
    int size = ImageBatches.size(program, file, batch, ImageBatches.forCalibration(pixels), count);
    if (fixed && count < size) {
      throw new InputException(
          images
              + " holds "
              + count
              + " images, but '"
              + file
              + "' was exported for batches of "
              + size);
    }
    Pixels converted = preprocessing.pixels();
    int batches = fixed ? count / size : (count + size - 1) / size;
    List<Integer> firsts = IntStream.range(0, batches).map(i -> i * size).boxed().toList();
    return new CalibrationBatches(
        Iterables.transform(
            firsts,
            first ->
                NpyInputs.converted(
                    program,
                    List.of(
                        converted.batch(
                            pixels, first, Math.min(size, count - first), Arena.ofAuto())))),
        batches,
        count - Math.min(count, batches * size));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
