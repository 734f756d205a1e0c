package dev.octet.lowering.library;

import java.nio.file.Path;

/** The folder of this user for files that can be made again. */
public final class UserCache {
  private UserCache() {}

  /** The folder that a property names, else {@code otherwise} in the cache; it need not exist. */
  public static Path folder(String property, String otherwise) {
    String given = System.getProperty(property);
    return given == null ? folder().resolve(otherwise) : Path.of(given);
  }

  /** Octet's own folder where the system keeps such files; it need not exist. */
  static Path folder() {
    String shared = System.getenv("XDG_CACHE_HOME");
    Path base =
        shared == null || shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(shared);
    return base.resolve("octet");
  }
}
