package dev.octet.cli;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the demonstration works on.
 *
 * @param model tells ten shapes apart
 * @param calibration images
 * @param test images
 * @param labels of the test images
 */
record DemoFiles(Path model, Path calibration, Path test, Path labels) {
  /** How the network was trained to see a pixel: from -1 to 1. */
  static final Pixels PIXELS = new Pixels(1 / 127.5, ImmutableList.of(1.0), ImmutableList.of(1.0));

  /** Set by the script that starts the command: the folder with the examples. */
  private static final String EXAMPLES = "octet.examples";

  /**
   * The files of a folder.
   *
   * @param folder null for the folder that comes with Octet
   * @throws InputException if they are not there
   */
  static DemoFiles find(@Nullable Path folder) {
    String examples = System.getProperty(EXAMPLES);
    if (folder == null && examples == null) {
      throw new InputException(
          "the demonstration's model and images are in the folder examples/shapes of Octet's"
              + " sources, which this start of the command does not know; give --files FOLDER");
    }
    Path from = folder == null ? Path.of(String.valueOf(examples), "shapes") : folder;
    return new DemoFiles(
        in(from, "shapes.pt2"),
        in(from, "calibration_images.npy"),
        in(from, "test_images.npy"),
        in(from, "test_labels.npy"));
  }

  private static Path in(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isReadable(file)) {
      throw new InputException("'" + file + "' is not there or cannot be read");
    }
    return file;
  }
}
