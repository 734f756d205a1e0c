package dev.octet.cli;

import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import dev.octet.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How many images a program takes at once. */
final class ImageBatches {
  /** Images of a run unless the user asks for another number. */
  static final int FOR_RUNS = 32;

  private static final int MOST_FOR_CALIBRATION = 128;

  /** The activations of a network need about a hundred times as much. */
  private static final long BYTES_FOR_CALIBRATION = 16L << 20;

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
   * Images of a calibration batch unless the user asks for another number. A histogram whose range
   * grows is spread over new bins, which loses a little each time: few large batches keep more of
   * it than many small ones.
   *
   * @param pixels images (count, channels, height, width)
   */
  static int forCalibration(Tensor pixels) {
    long images = Math.max(1, pixels.shape().size(0));
    long bytes = Math.max(1, pixels.elements() / images * Float.BYTES);
    return Math.clamp(BYTES_FOR_CALIBRATION / bytes, 1, MOST_FOR_CALIBRATION);
  }

  /**
   * The size that the program fixes, else what the user asked for, else the usual one; no more than
   * there are images unless the program fixes it.
   *
   * @param asked the value of {@code --batch}, at least 1
   * @param count the number of images that there are
   */
  static int size(
      ExportedProgram program, Path file, @Nullable Integer asked, int usual, int count) {
    OptionalInt fixed = fixedSize(program, file);
    if (asked != null && fixed.isPresent() && fixed.getAsInt() != asked) {
      throw new InputException(
          "--batch is "
              + asked
              + ", but '"
              + file
              + "' was exported for batches of "
              + fixed.getAsInt());
    }
    return fixed.orElse(Math.min(asked != null ? asked : usual, count));
  }
}
