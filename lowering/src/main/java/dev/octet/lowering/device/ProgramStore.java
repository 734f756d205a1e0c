package dev.octet.lowering.device;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import dev.octet.lowering.library.UserCache;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Binaries of programs in a folder, one file for each: a checksum, which tells whether it is whole,
 * and what the driver gave. A folder that cannot be used only costs time. Safe for use by many
 * threads and processes.
 */
final class ProgramStore {
  /** The folder, or {@link #NO_FOLDER}; without it {@code opencl} in the user's cache folder. */
  static final String FOLDER_PROPERTY = "octet.device.cache";

  /**
   * Keeps nothing. A driver that compiles only what is run, as PoCL does, compiles everything once
   * more when it is asked for binaries.
   */
  static final String NO_FOLDER = "none";

  private static final System.Logger LOG = System.getLogger(ProgramStore.class.getName());
  private static final int CHECKSUM_BYTES = 32;

  private final Path folder;
  private final System.Logger log;
  private final AtomicBoolean complained = new AtomicBoolean();

  ProgramStore(Path folder) {
    this(folder, LOG);
  }

  ProgramStore(Path folder, System.Logger log) {
    this.folder = folder;
    this.log = log;
  }

  /** The store in the folder that the property names, or in the user's cache folder. */
  static Optional<ProgramStore> ofUser() {
    return NO_FOLDER.equals(System.getProperty(FOLDER_PROPERTY))
        ? Optional.empty()
        : Optional.of(new ProgramStore(UserCache.folder(FOLDER_PROPERTY, "opencl")));
  }

  /** What was put there; empty if there is nothing, or if it is damaged. */
  Optional<byte[]> get(ProgramKey key) {
    try {
      byte[] file = Files.readAllBytes(path(key));
      if (file.length > CHECKSUM_BYTES) {
        byte[] binary = Arrays.copyOfRange(file, CHECKSUM_BYTES, file.length);
        if (Arrays.equals(checksum(binary), Arrays.copyOf(file, CHECKSUM_BYTES))) {
          return Optional.of(binary);
        }
      }
      log.log(System.Logger.Level.DEBUG, "{0} is damaged and will be built anew", path(key));
    } catch (NoSuchFileException e) {
      // Nothing was put there yet.
    } catch (IOException e) {
      complain(e);
    }
    return Optional.empty();
  }

  /** Puts a binary there, in place of what there may be. */
  void put(ProgramKey key, byte[] binary) {
    try {
      byte[] file = Bytes.concat(checksum(binary), binary);
      Files.createDirectories(folder);
      ReplacingFile.writeBytes(path(key), file);
    } catch (IOException e) {
      complain(e);
    }
  }

  Path path(ProgramKey key) {
    return folder.resolve(key.text() + ".bin");
  }

  private void complain(IOException failure) {
    if (complained.compareAndSet(false, true)) {
      log.log(
          System.Logger.Level.DEBUG,
          "programs are not kept in {0}: {1}; the property {2} names another folder",
          folder,
          failure,
          FOLDER_PROPERTY);
    }
  }

  private static byte[] checksum(byte[] binary) {
    return Hashing.sha256().hashBytes(binary).asBytes();
  }
}
