package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import dev.octet.export.Export;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Npy;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Small networks that PyTorch exported, with four batches each: convolutions of every kind,
 * residual blocks, attention, recurrence, embeddings. They are read from this library, wherever it
 * lies; thread-safe.
 */
public final class GoldenModels {
  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "attention",
          "conv1d",
          "conv_bn_relu",
          "conv_relu",
          "conv_transpose",
          "encoder",
          "inception_like",
          "linear_binary",
          "lstm",
          "mlp",
          "mlp_gelu_3d",
          "mobilenet_block",
          "residual",
          "residual_identity",
          "resnet_small",
          "shared_conv",
          "squeeze_excite",
          "text_classifier");

  private static final int BATCHES = 4;

  private static final class Holder {
    static final Path FOLDER = temporaryFolder();
  }

  private GoldenModels() {}

  /** The names, sorted. */
  public static ImmutableList<String> names() {
    return NAMES;
  }

  /**
   * A model; all batches but the last are for calibration.
   *
   * @throws InputException if there is none of this name
   */
  public static ConformanceModel load(String name) {
    List<List<Tensor>> batches = batches(name);
    return ConformanceModel.of(
        name,
        Export.read(program(name)),
        batches.subList(0, BATCHES - 1),
        batches.get(BATCHES - 1));
  }

  /** The {@code .pt2} file of a model. */
  public static Path program(String name) {
    return file(name, "model.pt2");
  }

  /** All four batches of a model, in order. */
  public static List<List<Tensor>> batches(String name) {
    return IntStream.range(0, BATCHES)
        .mapToObj(i -> List.of(Npy.read(file(name, "calib" + i + "_in0.npy"))))
        .toList();
  }

  /** A file on disk, for readers that map it. */
  private static synchronized Path file(String model, String file) {
    if (!NAMES.contains(model)) {
      throw new InputException("there is no golden model '" + model + "'; there are " + NAMES);
    }
    Path copy = Holder.FOLDER.resolve(model + "-" + file);
    if (!Files.exists(copy)) {
      String resource = "/dev/octet/testkit/goldens/" + model + "/" + file;
      try (@Nullable InputStream in = GoldenModels.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("the testkit lacks its resource " + resource);
        }
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      copy.toFile().deleteOnExit();
    }
    return copy;
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("octet-goldens");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
