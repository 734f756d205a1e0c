package dev.octet.lowering.onednn;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.ByteStreams;
import dev.octet.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Finds the files of the oneDNN library: in the folder that the property {@code
 * octet.onednn.folder} names, else in an artifact on the class or module path, from which they are
 * extracted once into a folder that all later processes use. The folder is named by what it holds,
 * and stands in {@code octet.native.cache}, or in the user's cache folder.
 */
final class NativeLibrary {
  static final String FOLDER_PROPERTY = "octet.onednn.folder";
  static final String CACHE_PROPERTY = "octet.native.cache";
  private static final String DESCRIPTION = "META-INF/maven/org.bytedeco/dnnl/pom.xml";

  /** The artifact may lie on the class path or be a module of its own. */
  private static final ClassLoader LOADER =
      Objects.requireNonNullElseGet(
          NativeLibrary.class.getClassLoader(), ClassLoader::getSystemClassLoader);

  private static final String ARTIFACT = "org.bytedeco:dnnl:3.11-1.5.13";

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
    String library = platform.resource(platform.library());
    if (LOADER.getResource(library) == null) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "no %s for %s on the class or module path; add the artifact %s with classifier %s, or"
                  + " name a folder with the property %s",
              platform.library(),
              platform.name(),
              ARTIFACT,
              platform.name(),
              FOLDER_PROPERTY));
    }
    try {
      Path folder = cache().resolve("onednn-" + fingerprint(platform, library));
      for (String file : List.of(platform.companion(), platform.library())) {
        extract(platform.resource(file), folder.resolve(file));
      }
      return folder;
    } catch (IOException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s for %s could not be extracted: %s; name a folder that can be written with the"
                  + " property %s, or one that holds the library with %s",
              platform.library(),
              platform.name(),
              e,
              CACHE_PROPERTY,
              FOLDER_PROPERTY),
          e);
    }
  }

  private static Path cache() {
    String given = System.getProperty(CACHE_PROPERTY);
    if (given != null) {
      return Path.of(given);
    }
    String shared = System.getenv("XDG_CACHE_HOME");
    Path base =
        shared == null || shared.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(shared);
    return base.resolve("octet");
  }

  /**
   * A checksum of what tells versions apart: the description of the artifact, which is small, or
   * the library itself.
   */
  private static String fingerprint(NativePlatform platform, String library) throws IOException {
    for (String resource : List.of(DESCRIPTION, library)) {
      try (InputStream in = LOADER.getResourceAsStream(resource)) {
        if (in != null) {
          HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), in);
          ByteStreams.exhaust(hashing);
          return platform.name() + "-" + hashing.hash().toString().substring(0, 16);
        }
      }
    }
    throw new IOException("no " + library);
  }

  /** By way of a file of its own name, so that processes that start together do not disturb. */
  private static void extract(String resource, Path target) throws IOException {
    if (Files.exists(target)) {
      return;
    }
    Files.createDirectories(target.getParent());
    Path partial = Files.createTempFile(target.getParent(), "extract", ".part");
    try (InputStream in = LOADER.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no " + resource + " beside the library");
      }
      try (OutputStream out = Files.newOutputStream(partial)) {
        in.transferTo(out);
      }
      move(partial, target);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  private static void move(Path partial, Path target) throws IOException {
    try {
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      try {
        Files.move(partial, target);
      } catch (FileAlreadyExistsException other) {
        // Another process was faster, with the same bytes.
      }
    }
  }
}
