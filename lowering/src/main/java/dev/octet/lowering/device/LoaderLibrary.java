package dev.octet.lowering.device;

import dev.octet.lowering.library.NativeArtifact;
import dev.octet.lowering.library.PlatformName;
import dev.octet.lowering.library.PlatformName.OperatingSystem;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the loader of OpenCL, which finds the drivers: the file that the property {@code
 * octet.opencl.library} names, else the one of the system, else the one of an artifact on the class
 * or module path.
 */
final class LoaderLibrary {
  static final String PROPERTY = "octet.opencl.library";
  private static final String COORDINATES = "org.bytedeco:opencl:3.0-1.5.13";
  private static final NativeArtifact ARTIFACT =
      new NativeArtifact(
          "opencl", "org/bytedeco/opencl", "META-INF/maven/org.bytedeco/opencl/pom.xml", PROPERTY);

  private LoaderLibrary() {}

  /**
   * The functions of the loader, which stays loaded.
   *
   * @throws DeviceException if there is none
   */
  static SymbolLookup lookup() {
    SignalHandlers.keepThoseOfJava();
    String given = System.getProperty(PROPERTY);
    if (given != null) {
      return load(given)
          .orElseThrow(() ->
              new DeviceException(
                  String.format(
                      Locale.ROOT,
                      "the property %s names %s, which cannot be loaded as the loader of OpenCL",
                      PROPERTY,
                      given)));
    }
    Optional<PlatformName> platform = PlatformName.current();
    OperatingSystem system = platform.map(PlatformName::system).orElse(OperatingSystem.LINUX);
    return load(ofSystem(system))
        .or(() -> platform.flatMap(LoaderLibrary::ofArtifact))
        .orElseThrow(() -> new DeviceException(missing(ofSystem(system))));
  }

  /** Where an operating system keeps its own. */
  static String ofSystem(OperatingSystem system) {
    return switch (system) {
      case LINUX -> "libOpenCL.so.1";
      case MAC -> "/System/Library/Frameworks/OpenCL.framework/OpenCL";
      case WINDOWS -> "OpenCL.dll";
    };
  }

  static String missing(String library) {
    return "no loader of OpenCL: neither "
        + library
        + " nor the artifact "
        + COORDINATES
        + "; install it (the Debian package ocl-icd-libopencl1) or add the artifact, and "
        + OpenCl.INSTALL;
  }

  private static Optional<SymbolLookup> ofArtifact(PlatformName platform) {
    // The artifacts of the other systems have no loader: there it always is the system's.
    String file = ofSystem(platform.system());
    if (platform.system() != OperatingSystem.LINUX || !ARTIFACT.has(platform.classifier(), file)) {
      return Optional.empty();
    }
    Path folder = ARTIFACT.extract(platform.classifier(), List.of(file));
    return load(folder.resolve(file).toString());
  }

  @SuppressWarnings("restricted") // calling native code is what this package is for
  private static Optional<SymbolLookup> load(String library) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(library, Arena.global()));
    } catch (IllegalArgumentException e) { // there is none, or it is none
      return Optional.empty();
    }
  }
}
