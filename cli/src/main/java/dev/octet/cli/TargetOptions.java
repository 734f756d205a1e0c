package dev.octet.cli;

import dev.octet.lowering.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a program is compiled for. */
abstract class TargetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private DeviceOption device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadNumber.class,
      description =
          "Threads that one run uses; with --engine xpu, runs at once. Default: the number of"
              + " processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--autocast",
      paramLabel = "TYPE",
      description =
          "Compute in this type what is not computed in integers: ${COMPLETION-CANDIDATES}.")
  private @Nullable Autocast autocast;

  /** What {@code --engine} names; null if it is not given or compiles nothing. */
  abstract @Nullable Processor processor();

  /**
   * The target with what the options set; the rest stays as it is.
   *
   * @throws dev.octet.tensor.InputException if there is no such device
   */
  final Target apply(Target target) {
    Processor processor = processor();
    Target changed = processor == null ? target : processor.of(target);
    changed = threads == null ? changed : changed.threads(threads);
    changed = autocast == null ? changed : changed.autocast(autocast.dtype());
    return device.apply(changed, spec.commandLine());
  }

  /** The first option that was given; null if none was. */
  final @Nullable String given() {
    if (device.isGiven()) {
      return DeviceOption.NAME;
    }
    return threads != null ? "--threads" : autocast != null ? "--autocast" : null;
  }

  final CommandSpec spec() {
    return spec;
  }
}
