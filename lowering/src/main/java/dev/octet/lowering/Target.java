package dev.octet.lowering;

import com.google.common.base.Preconditions;
import dev.octet.lowering.archive.CompileOptions;
import dev.octet.lowering.device.DeviceChoice;
import dev.octet.lowering.device.OpenCl;
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
  /** The most threads that a target can have. */
  public static final int MOST_THREADS = CompileOptions.MOST_THREADS;

  /** Whichever is preferred. */
  private static final String ANY_DEVICE = "any";

  private final OptionalInt threads;
  private final Optional<DType> autocast;
  private final OptionalDouble int8Coverage;
  private final boolean saturating;
  private final boolean library;
  private final boolean profiling;
  private final Optional<String> device;

  private Target(
      OptionalInt threads,
      Optional<DType> autocast,
      OptionalDouble int8Coverage,
      boolean saturating,
      boolean library,
      boolean profiling,
      Optional<String> device) {
    this.threads = threads;
    this.autocast = autocast;
    this.int8Coverage = int8Coverage;
    this.saturating = saturating;
    this.library = library;
    this.profiling = profiling;
    this.device = device;
  }

  /** This processor, with a thread for each core. */
  public static Target cpu() {
    return new Target(
        OptionalInt.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        false,
        true,
        false,
        Optional.empty());
  }

  /**
   * An OpenCL device: an Intel GPU if there is one, else another GPU, an accelerator, or a
   * processor with an OpenCL driver. {@link #device} chooses.
   */
  public static Target xpu() {
    return new Target(
        OptionalInt.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        false,
        true,
        false,
        Optional.of(ANY_DEVICE));
  }

  /** The same for this processor; itself if it is for this processor. */
  public Target toCpu() {
    return on(Optional.empty());
  }

  /**
   * The same for whichever OpenCL device is preferred; itself if it is for an OpenCL device, the
   * one that was chosen.
   *
   * @throws InputException for a portable target
   */
  public Target toXpu() {
    if (!library) {
      throw new InputException(
          "an OpenCL device needs its driver, and the target is portable; use Target.xpu()");
    }
    return on(Optional.of(device.orElse(ANY_DEVICE)));
  }

  private Target on(Optional<String> choice) {
    return new Target(threads, autocast, int8Coverage, saturating, library, profiling, choice);
  }

  /**
   * Chooses among OpenCL devices; of a target made by {@link #xpu}.
   *
   * @param choice {@code any}, a kind ({@code cpu}, {@code gpu}, {@code accelerator}), a number as
   *     {@link Devices} counts, or {@code name:PART} for a part of the name of the device or its
   *     platform
   * @throws InputException for another text, or another kind of target
   */
  public Target device(String choice) {
    if (device.isEmpty()) {
      throw new InputException("a device can be chosen for Target.xpu(), not for the processor");
    }
    DeviceChoice.parse(choice);
    return on(Optional.of(choice));
  }

  /** How the OpenCL device is chosen; empty if the processor runs the program. */
  public Optional<String> device() {
    return device;
  }

  /**
   * How many threads one run may use, and all concurrent runs together. Of {@link #xpu}, how many
   * runs may be in work at once, and how many threads of the processor each may use for recurrent
   * layers, for which devices have no kernels.
   *
   * @param count from 1 to {@link #MOST_THREADS}, which is 1,024
   * @throws IllegalArgumentException for another number
   */
  public Target threads(int count) {
    Preconditions.checkArgument(
        count >= 1 && count <= MOST_THREADS,
        "threads is %s, expected 1 to %s",
        count,
        MOST_THREADS);
    return new Target(
        OptionalInt.of(count), autocast, int8Coverage, saturating, library, profiling, device);
  }

  /**
   * Computes in bfloat16 what is not computed in integers: convolutions, linear layers and what
   * stands between them.
   *
   * @param dtype {@code BFLOAT16}
   * @throws InputException for another type
   */
  public Target autocast(DType dtype) {
    if (dtype != DType.BFLOAT16) {
      throw new InputException("autocast to " + dtype + ", expected bf16");
    }
    return new Target(
        threads, Optional.of(dtype), int8Coverage, saturating, library, profiling, device);
  }

  /**
   * Makes it an error if less than this share of all multiply-adds is computed in integers.
   *
   * @param share from 0 to 1
   * @throws IllegalArgumentException for another number
   */
  public Target requireInt8Coverage(double share) {
    Preconditions.checkArgument(share >= 0 && share <= 1, "coverage is %s, not in 0..1", share);
    return new Target(
        threads, autocast, OptionalDouble.of(share), saturating, library, profiling, device);
  }

  /**
   * On a processor whose byte products saturate at 16 bits, lets products of unsigned activations
   * and weights run in integers although sums may saturate; without this they are computed in
   * floating point there, which is exact and slower. On other processors it changes nothing.
   */
  public Target allowSaturation() {
    return new Target(threads, autocast, int8Coverage, true, library, profiling, device);
  }

  /**
   * Without native libraries: every kernel in Java.
   *
   * @throws InputException for a target made by {@link #xpu}
   */
  public Target portable() {
    if (device.isPresent()) {
      throw new InputException("an OpenCL device needs its driver; portable is for Target.cpu()");
    }
    return new Target(threads, autocast, int8Coverage, saturating, false, profiling, device);
  }

  /** Measures the time of each kernel, for the ledger. Costs well under a microsecond each. */
  public Target profile() {
    return new Target(threads, autocast, int8Coverage, saturating, library, true, device);
  }

  /** As many as were set, else one for each core of this machine, at most {@link #MOST_THREADS}. */
  public int threads() {
    return threads.orElseGet(
        () -> Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
  }

  /** The type of {@link #autocast(DType)}; empty if everything keeps its own. */
  public Optional<DType> autocast() {
    return autocast;
  }

  /** The share of {@link #requireInt8Coverage}; empty if none is required. */
  public OptionalDouble int8Coverage() {
    return int8Coverage;
  }

  /** True of {@link #allowSaturation}. */
  public boolean allowsSaturation() {
    return saturating;
  }

  /** True of {@link #portable}. */
  public boolean isPortable() {
    return !library;
  }

  /** True of {@link #profile}. */
  public boolean isProfiling() {
    return profiling;
  }

  /**
   * Why native libraries are not used: there is none for this platform, it is not on the path, this
   * target is portable, or there is no OpenCL driver for {@link #xpu}; with what to add. Empty if
   * they are used. The first call loads them.
   */
  public Optional<String> missingLibrary() {
    if (device.isPresent()) {
      return OpenCl.unavailable();
    }
    return isPortable() ? Optional.of("the target is portable") : OneDnn.unavailable();
  }

  /**
   * True if this processor sums two byte products in 16 bits (no VNNI), which may saturate. A model
   * quantized with a reduced range, the preset {@code reduce-range}, then runs in integers exactly;
   * one with the full range runs in floating point, unless {@link #allowSaturation} lets it.
   */
  public boolean prefersReducedRange() {
    return device.isEmpty()
        && missingLibrary().isEmpty()
        && !OneDnn.instructionSet().hasInt8DotProduct();
  }

  /** What a saved program keeps of a target: everything but profiling. */
  CompileOptions toOptions() {
    return new CompileOptions(threads, autocast, int8Coverage, saturating, isPortable(), device);
  }

  static Target of(CompileOptions options) {
    return new Target(
        options.threads(),
        options.autocast(),
        options.int8Coverage(),
        options.allowSaturation(),
        !options.portable(),
        false,
        options.device());
  }

  /** What was asked for, as {@code cpu, 2 threads, autocast bf16}; for logs, not for programs. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(device.map(choice -> "xpu " + choice).orElse("cpu"))
            .append(", ")
            .append(threads())
            .append(threads() == 1 ? " thread" : " threads");
    autocast.ifPresent(dtype -> text.append(", autocast ").append(dtype));
    int8Coverage.ifPresent(share -> text.append(", int8 coverage at least ").append(share));
    text.append(saturating ? ", saturation allowed" : "");
    text.append(library ? "" : ", portable");
    return text.append(profiling ? ", profiling" : "").toString();
  }
}
