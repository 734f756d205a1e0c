package dev.octet.lowering.archive;

import dev.octet.tensor.DType;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a program was compiled for.
 *
 * @param threads from 1 to {@link #MOST_THREADS}; empty if it was left to the machine
 * @param autocast the type of what is not computed in integers; empty for the program's own
 * @param int8Coverage the share of multiply-adds that must be computed in integers
 * @param allowSaturation whether sums of byte products may saturate
 * @param portable whether native libraries are left out
 * @param device how an OpenCL device is chosen; empty for the processor
 */
public record CompileOptions(
    OptionalInt threads,
    Optional<DType> autocast,
    OptionalDouble int8Coverage,
    boolean allowSaturation,
    boolean portable,
    Optional<String> device) {
  /** More would serve nobody, and some thousands end the process. */
  public static final int MOST_THREADS = 1024;
}
