package dev.octet.lowering.onednn;

import dev.octet.lowering.library.PlatformName;
import java.util.Optional;

/**
 * The platforms that the native library is published for, by the names of its artifacts.
 *
 * @param name the classifier, {@code linux-x86_64}
 * @param library the file of the library itself
 * @param companion the OpenMP run time that it loads from its own folder
 */
record NativePlatform(String name, String library, String companion) {
  /** The platform of this JVM; empty if nothing is published for it. */
  static Optional<NativePlatform> current() {
    return PlatformName.current().flatMap(NativePlatform::of);
  }

  static Optional<NativePlatform> of(PlatformName platform) {
    String name = platform.classifier();
    return switch (platform.system()) {
      case LINUX -> Optional.of(new NativePlatform(name, "libdnnl.so.3", "libgomp.so.1"));
      case MAC -> Optional.of(new NativePlatform(name, "libdnnl.3.dylib", "libomp.dylib"));
      case WINDOWS ->
          name.endsWith("x86_64")
              ? Optional.of(new NativePlatform(name, "dnnl.dll", "libiomp5md.dll"))
              : Optional.empty();
    };
  }
}
