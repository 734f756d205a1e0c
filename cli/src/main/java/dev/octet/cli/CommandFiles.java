package dev.octet.cli;

import dev.octet.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a command reads and those that it is going to write. An output that cannot be
 * written, or is another file of the command under whatever spelling, is refused before the work
 * rather than after it.
 */
final class CommandFiles {
  /** By real path, the option that names a file. */
  private final Map<Path, String> inputs = new HashMap<>();

  private final Map<Path, String> outputs = new HashMap<>();

  /**
   * A file that the command reads; all of them come before those that it writes.
   *
   * @param name the option or parameter
   * @param file null if the option was not given
   */
  CommandFiles reads(String name, @Nullable Path file) {
    if (file != null) {
      inputs.putIfAbsent(place(file), name);
    }
    return this;
  }

  /** As {@link #reads(String, Path)}, for a model, which is a file unless it is of the zoo. */
  CommandFiles readsModel(String model) {
    return ModelFile.isZoo(model) ? this : reads("MODEL", Path.of(model));
  }

  /**
   * A file that the command is going to write.
   *
   * @param file null if the option was not given
   * @throws InputException if it cannot be written, or is one of the others
   */
  CommandFiles writes(String option, @Nullable Path file) {
    if (file != null) {
      requireWritable(option, file);
      requireOfItsOwn(option, file);
    }
    return this;
  }

  /**
   * Refuses a file that the command was told to read, or to write for another option. What is no
   * file, such as a pipe, may be written twice.
   */
  void requireOfItsOwn(String option, Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return;
    }
    Path place = place(file);
    String input = inputs.get(place);
    if (input != null) {
      throw new InputException(
          option + " would overwrite " + file + ", which " + input + " names; give another name");
    }
    String output = outputs.putIfAbsent(place, option);
    if (output != null) {
      throw new InputException(
          output + " and " + option + " name the same file, " + file + "; give each its own");
    }
  }

  private static void requireWritable(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(option + " " + file + ": the folder " + folder + " is not there");
    }
    if (Files.isDirectory(file)) {
      throw new InputException(option + " " + file + " is a folder, expected a file");
    }
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      throw new InputException(
          option + " " + file + " is a link to a file that is not there; remove the link");
    }
    if (!isWritable(file)) {
      throw new InputException(option + " " + file + ": cannot be written");
    }
  }

  /** A file is written beside its place and moved there; what is no file, in place. */
  private static boolean isWritable(Path file) {
    if (Files.exists(file) && (!Files.isRegularFile(file) || !Files.isWritable(file))) {
      return Files.isWritable(file);
    }
    Path folder = place(file).getParent();
    return folder != null && Files.isWritable(folder);
  }

  /**
   * Refuses a folder that neither is there nor can be made.
   *
   * @throws InputException saying what stands in the way
   */
  static void requireFolder(String option, Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      throw new InputException(
          option + " " + folder + ": " + existing + " is not a folder, expected one or nothing");
    }
    if (!Files.isWritable(existing)) {
      throw new InputException(
          option + " " + folder + ": the folder " + existing + " cannot be written");
    }
  }

  /** The file that a path leads to, there or not, so that two spellings are equal. */
  private static Path place(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException _) {
      Path absolute = file.toAbsolutePath();
      Path folder = absolute.getParent();
      Path name = absolute.getFileName();
      try {
        return folder == null || name == null ? absolute : folder.toRealPath().resolve(name);
      } catch (IOException e) { // what is wrong with it is said by whoever uses it
        return absolute.normalize();
      }
    }
  }
}
