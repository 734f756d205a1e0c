package dev.octet.lowering.library;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.io.ByteStreams;
import dev.octet.tensor.InputException;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An artifact with native libraries, on the class or module path. Its files are extracted once into
 * a folder that all later processes use. The folder is named by what it holds, and stands in {@code
 * octet.native.cache}, or in the user's cache folder.
 *
 * @param name what the folder's name begins with
 * @param resources where the files of all platforms lie, {@code org/bytedeco/dnnl}
 * @param description a small resource that tells versions apart
 * @param override the property by which a user names a library instead
 */
public record NativeArtifact(String name, String resources, String description, String override) {
  private static final String CACHE_PROPERTY = "octet.native.cache";

  /** The artifact may lie on the class path or be a module of its own. */
  private static final ClassLoader LOADER =
      Objects.requireNonNullElseGet(
          NativeArtifact.class.getClassLoader(), ClassLoader::getSystemClassLoader);

  /** Whether the artifact is there and has a file for a platform. */
  public boolean has(String platform, String file) {
    return LOADER.getResource(resource(platform, file)) != null;
  }

  /**
   * The folder with these files, extracted if this was not done before.
   *
   * @param files the library last, so that what it needs is there when it is
   * @throws InputException if the folder cannot be written
   */
  public Path extract(String platform, List<String> files) {
    String library = files.getLast();
    Path cache = UserCache.folder(CACHE_PROPERTY, "");
    try {
      Path folder = cache.resolve(name + "-" + fingerprint(platform, resource(platform, library)));
      for (String file : files) {
        extract(resource(platform, file), folder.resolve(file));
      }
      return folder;
    } catch (IOException e) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s for %s could not be extracted to %s: %s; name a folder that can be written with the"
                  + " property %s, or one that holds the library with %s",
              library,
              platform,
              cache,
              IoReason.of(e),
              CACHE_PROPERTY,
              override),
          e);
    }
  }

  private String resource(String platform, String file) {
    return resources + "/" + platform + "/" + file;
  }

  /**
   * A checksum of what tells versions apart: the description of the artifact, which is small, or
   * the library itself.
   */
  private String fingerprint(String platform, String library) throws IOException {
    for (String resource : List.of(description, library)) {
      try (InputStream in = LOADER.getResourceAsStream(resource)) {
        if (in != null) {
          HashingInputStream hashing = new HashingInputStream(Hashing.sha256(), in);
          ByteStreams.exhaust(hashing);
          return platform + "-" + hashing.hash().toString().substring(0, 16);
        }
      }
    }
    throw new IOException("no " + library);
  }

  private static void extract(String resource, Path target) throws IOException {
    if (Files.exists(target)) {
      return;
    }
    try (InputStream in = LOADER.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no " + resource + " beside the library");
      }
      Files.createDirectories(target.getParent());
      ReplacingFile.write(target, channel -> in.transferTo(Channels.newOutputStream(channel)));
    }
  }
}
