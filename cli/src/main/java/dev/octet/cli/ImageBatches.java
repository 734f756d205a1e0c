package dev.octet.cli;

import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How many images a program takes at once. */
final class ImageBatches {
  private static final int DEFAULT_SIZE = 32;

  private ImageBatches() {}

  /** The first size of the one input of a program that takes images; empty if it is free. */
  static OptionalInt fixedSize(ExportedProgram program, Path file) {
    List<Value> inputs = program.userInputs();
    if (inputs.size() != 1 || inputs.getFirst().tensorType().rank() != 4) {
      throw new InputException(
          "'"
              + file
              + "' takes "
              + inputs
              + ", expected one input (count, channels, height, width)");
    }
    SymInt declared = inputs.getFirst().tensorType().size(0);
    return declared.isConstant()
        ? OptionalInt.of(Math.toIntExact(declared.constant()))
        : OptionalInt.empty();
  }

  /**
   * The size that the program fixes, else what the user asked for.
   *
   * @param asked the value of {@code --batch}
   * @param count the number of images that there are
   */
  static int size(ExportedProgram program, Path file, @Nullable Integer asked, int count) {
    OptionalInt fixed = fixedSize(program, file);
    if (asked != null && asked < 1) {
      throw new InputException("--batch is " + asked + ", expected at least 1");
    }
    if (asked != null && fixed.isPresent() && fixed.getAsInt() != asked) {
      throw new InputException(
          "--batch is "
              + asked
              + ", but '"
              + file
              + "' was exported for batches of "
              + fixed.getAsInt());
    }
    return fixed.orElse(asked != null ? asked : Math.min(DEFAULT_SIZE, count));
  }
}
