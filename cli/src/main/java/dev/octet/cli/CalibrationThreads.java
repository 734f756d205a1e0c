package dev.octet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** By how many threads a model is calibrated. */
final class CalibrationThreads {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Batches in work at once, or with --engine cpu threads of each batch; the result is the"
              + " same. Default: the number of processors, with --engine xpu 1.")
  private @Nullable Integer threads;

  int orProcessors() {
    return or(Runtime.getRuntime().availableProcessors());
  }

  /** What was asked for, else this many. */
  int or(int otherwise) {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads is " + threads + ", expected at least 1");
    }
    return threads == null ? otherwise : threads;
  }
}
