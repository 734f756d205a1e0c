package dev.octet.lowering.library;

import java.util.Locale;
import java.util.Optional;

/**
 * What artifacts with native libraries call the platforms that they are published for.
 *
 * @param system the operating system
 * @param classifier the name of the artifact, {@code linux-x86_64}
 */
public record PlatformName(OperatingSystem system, String classifier) {

  /** The operating systems with a name of their own in artifacts. */
  public enum OperatingSystem {
    LINUX("linux"),
    MAC("macosx"),
    WINDOWS("windows");

    private final String prefix;

    OperatingSystem(String prefix) {
      this.prefix = prefix;
    }
  }

  /** The platform of this JVM; empty if nothing is published for it. */
  public static Optional<PlatformName> current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /**
   * A platform.
   *
   * @param systemName as in the property {@code os.name}
   * @param processor as in the property {@code os.arch}
   */
  public static Optional<PlatformName> of(String systemName, String processor) {
    return system(systemName.toLowerCase(Locale.ROOT))
        .flatMap(system ->
            processor(processor).map(name -> new PlatformName(system, system.prefix + "-" + name)));
  }

  private static Optional<OperatingSystem> system(String name) {
    if (name.startsWith("linux")) {
      return Optional.of(OperatingSystem.LINUX);
    }
    if (name.startsWith("mac")) {
      return Optional.of(OperatingSystem.MAC);
    }
    return name.startsWith("windows") ? Optional.of(OperatingSystem.WINDOWS) : Optional.empty();
  }

  private static Optional<String> processor(String name) {
    return switch (name) {
      case "amd64", "x86_64" -> Optional.of("x86_64");
      case "aarch64", "arm64" -> Optional.of("arm64");
      default -> Optional.empty();
    };
  }
}
