package dev.octet.lowering;

import com.google.common.base.Preconditions;
import dev.octet.lowering.archive.CompileOptions;
import dev.octet.lowering.onednn.OneDnn;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a program is compiled for, and how. Immutable; each setter gives another target.
 *
 * <pre>{@code
 * Target.cpu().threads(2).autocast(DType.BFLOAT16).requireInt8Coverage(0.95)
 * }</pre>
 */
public final class Target {
  private final OptionalInt threads;
  private final Optional<DType> autocast;
  private final OptionalDouble int8Coverage;
  private final boolean saturating;
  private final boolean library;
  private final boolean profiling;

  private Target(
      OptionalInt threads,
      Optional<DType> autocast,
      OptionalDouble int8Coverage,
      boolean saturating,
      boolean library,
      boolean profiling) {
    this.threads = threads;
    this.autocast = autocast;
    this.int8Coverage = int8Coverage;
    this.saturating = saturating;
    this.library = library;
    this.profiling = profiling;
  }

  /** This processor, with a thread for each core. */
  public static Target cpu() {
    return new Target(
        OptionalInt.empty(), Optional.empty(), OptionalDouble.empty(), false, true, false);
  }

  /** How many threads one run may use, and all concurrent runs together; at least 1. */
  public Target threads(int count) {
    Preconditions.checkArgument(count >= 1, "threads is %s, expected at least 1", count);
    return new Target(
        OptionalInt.of(count), autocast, int8Coverage, saturating, library, profiling);
  }

  /**
   * Computes in bfloat16 what is not computed in integers: convolutions, linear layers and what
   * stands between them.
   *
   * @param dtype {@code BFLOAT16}
   */
  public Target autocast(DType dtype) {
    if (dtype != DType.BFLOAT16) {
      throw new InputException("autocast to " + dtype + ", expected bf16");
    }
    return new Target(threads, Optional.of(dtype), int8Coverage, saturating, library, profiling);
  }

  /**
   * Makes it an error if less than this share of all multiply-adds is computed in integers.
   *
   * @param share from 0 to 1
   */
  public Target requireInt8Coverage(double share) {
    Preconditions.checkArgument(share >= 0 && share <= 1, "coverage is %s, not in 0..1", share);
    return new Target(threads, autocast, OptionalDouble.of(share), saturating, library, profiling);
  }

  /**
   * On a processor whose byte products saturate at 16 bits, lets products of unsigned activations
   * and weights run in integers although sums may saturate; without this they are computed in
   * floating point there, which is exact and slower. On other processors it changes nothing.
   */
  public Target allowSaturation() {
    return new Target(threads, autocast, int8Coverage, true, library, profiling);
  }

  /** Without native libraries: every kernel in Java. */
  public Target portable() {
    return new Target(threads, autocast, int8Coverage, saturating, false, profiling);
  }

  /** Measures the time of each kernel, for the ledger. Costs well under a microsecond each. */
  public Target profile() {
    return new Target(threads, autocast, int8Coverage, saturating, library, true);
  }

  /** As many as were set, else one for each core of this machine. */
  public int threads() {
    return threads.orElseGet(() -> Runtime.getRuntime().availableProcessors());
  }

  public Optional<DType> autocast() {
    return autocast;
  }

  public OptionalDouble int8Coverage() {
    return int8Coverage;
  }

  public boolean allowsSaturation() {
    return saturating;
  }

  public boolean isPortable() {
    return !library;
  }

  public boolean isProfiling() {
    return profiling;
  }

  /**
   * Why native libraries are not used: there is none for this platform, it is not on the path, or
   * this target is portable; with what to add. Empty if they are used. The first call loads them.
   */
  public Optional<String> missingLibrary() {
    return isPortable() ? Optional.of("the target is portable") : OneDnn.unavailable();
  }

  /**
   * True if this processor sums two byte products in 16 bits (no VNNI), which may saturate. A model
   * quantized with a reduced range, the preset {@code reduce-range}, then runs in integers exactly;
   * one with the full range runs in floating point, unless {@link #allowSaturation} lets it.
   */
  public boolean prefersReducedRange() {
    return missingLibrary().isEmpty() && !OneDnn.instructionSet().hasInt8DotProduct();
  }

  /** What a saved program keeps of a target: everything but profiling. */
  CompileOptions toOptions() {
    return new CompileOptions(threads, autocast, int8Coverage, saturating, isPortable());
  }

  static Target of(CompileOptions options) {
    return new Target(
        options.threads(),
        options.autocast(),
        options.int8Coverage(),
        options.allowSaturation(),
        !options.portable(),
        false);
  }
}
