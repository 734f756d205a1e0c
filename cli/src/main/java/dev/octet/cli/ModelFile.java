package dev.octet.cli;

import dev.octet.export.Export;
import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Lowering;
import dev.octet.lowering.Target;
import dev.octet.nn.models.Models;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import dev.octet.program.FormatException;
import dev.octet.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Models by the names that commands take: a {@code .pt2} file, a compiled one, {@code zoo:NAME}.
 */
final class ModelFile {
  private static final String PREFIX = "zoo:";
  private static final long BATCH = 1;
  private static final long SEQUENCE = 128;

  private static final byte[] ZIP = {'P', 'K'};

  private ModelFile() {}

  static boolean isZoo(String model) {
    return model.startsWith(PREFIX);
  }

  /** A network of the zoo with seeded weights, for one batch of 128 tokens where it reads text. */
  static ExportedProgram zoo(String model, long batch) {
    String name = model.substring(PREFIX.length());
    return Export.trace(
        Models.byName(name), Models.exampleInputs(name, batch, SEQUENCE), DynamicShapes.none());
  }

  /**
   * Reads a program that the reference evaluator is to run.
   *
   * @throws InputException for a compiled file
   */
  static ExportedProgram readProgram(Path file) {
    if (isZoo(file.toString()) && !Files.exists(file)) {
      throw new InputException(
          "'"
              + file
              + "' is no file; 'octet export "
              + file
              + " --out FILE' writes the network to one");
    }
    if (Lowering.isSaved(file)) {
      throw new InputException(
          "'"
              + file
              + "' is a compiled program, which the engines cpu and xpu run; expected a .pt2 file");
    }
    return Export.read(file);
  }

  /** Reads a program, whatever the file is. */
  static ExportedProgram program(String model) {
    if (isZoo(model)) {
      return zoo(model, BATCH);
    }
    return readProgram(Path.of(model));
  }

  static CompiledModel compile(String model, TargetOptions options) {
    return compile(model, options, target -> target);
  }

  /**
   * Compiles a model for the target that the options name; where the file is compiled already they
   * change what it was compiled for.
   *
   * @param more what else is asked of the target
   */
  static CompiledModel compile(String model, TargetOptions options, UnaryOperator<Target> more) {
    UnaryOperator<Target> change = target -> more.apply(options.apply(target));
    if (!isZoo(model) && Lowering.isSaved(Path.of(model))) {
      return Lowering.load(Path.of(model), change);
    }
    Target target = change.apply(Target.cpu());
    return Lowering.compile(isZoo(model) ? zoo(model, BATCH) : read(Path.of(model)), target);
  }

  /**
   * Reads a program where a compiled file would do as well, which is said if the file is neither.
   */
  private static ExportedProgram read(Path file) {
    try {
      return Export.read(file);
    } catch (FormatException e) {
      throw beginsAsZip(file)
          ? e
          : new FormatException(
              e.getMessage() + "; a compiled program is what octet compile writes", e);
    }
  }

  /** True also for what is no file at all, or cannot be read, as the reader has said so then. */
  private static boolean beginsAsZip(Path file) {
    if (!Files.isRegularFile(file)) {
      return true;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
    } catch (IOException _) {
      return true;
    }
  }
}
