package dev.octet.cli;

import dev.octet.lowering.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a program is compiled for. */
class TargetOptions {
  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = PositiveNumber.class,
      description = "Threads that one run uses. Default: the number of processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--autocast",
      paramLabel = "TYPE",
      description =
          "Compute in this type what is not computed in integers: ${COMPLETION-CANDIDATES}.")
  private @Nullable Autocast autocast;

  /** The target with what the options set; the rest stays as it is. */
  final Target apply(Target target) {
    Target changed = threads == null ? target : target.threads(threads);
    return autocast == null ? changed : changed.autocast(autocast.dtype());
  }

  /** The first option that was given; null if none was. */
  final @Nullable String given() {
    return threads != null ? "--threads" : autocast != null ? "--autocast" : null;
  }
}
