package dev.octet.lowering.onednn;

import dev.octet.lowering.library.NativeArtifact;
import dev.octet.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Finds the files of the oneDNN library: in the folder that the property {@code
 * octet.onednn.folder} names, else in an artifact on the class or module path.
 */
final class NativeLibrary {
  static final String FOLDER_PROPERTY = "octet.onednn.folder";
  private static final String COORDINATES = "org.bytedeco:dnnl:3.11-1.5.13";
  private static final NativeArtifact ARTIFACT =
      new NativeArtifact(
          "onednn",
          "org/bytedeco/dnnl",
          "META-INF/maven/org.bytedeco/dnnl/pom.xml",
          FOLDER_PROPERTY);

  private NativeLibrary() {}

  /** The folder that holds the library and its OpenMP run time. */
  static Path folder(NativePlatform platform) {
    String given = System.getProperty(FOLDER_PROPERTY);
    if (given != null) {
      Path folder = Path.of(given);
      if (!Files.exists(folder.resolve(platform.library()))) {
        throw new InputException(
            "the property "
                + FOLDER_PROPERTY
                + " names "
                + folder
                + ", which has no "
                + platform.library());
      }
      return folder;
    }
    if (!ARTIFACT.has(platform.name(), platform.library())) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "no %s for %s on the class or module path; add the artifact %s with classifier %s, or"
                  + " name a folder with the property %s",
              platform.library(),
              platform.name(),
              COORDINATES,
              platform.name(),
              FOLDER_PROPERTY));
    }
    return ARTIFACT.extract(platform.name(), List.of(platform.companion(), platform.library()));
  }
}
