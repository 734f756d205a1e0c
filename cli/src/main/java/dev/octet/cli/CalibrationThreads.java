package dev.octet.cli;

import dev.octet.lowering.Target;
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
          "Threads, which with --engine cpu as many as four batches share; otherwise the batches in"
              + " work at once. The result is the same. Default: the number of processors, with"
              + " --engine xpu 1.")
  private @Nullable Integer threads;

  /** More batches in work at once would cost memory and wait for each other's observers. */
  private static final int MOST_AT_ONCE = 4;

  /**
   * How many batches compiled kernels should have in work at once.
   *
   * @param threads of the target
   * @param batches how many there are
   */
  static int atOnce(int threads, int batches) {
    return Math.clamp(Math.min(threads, batches), 1, MOST_AT_ONCE);
  }

  int orProcessors() {
    return or(Runtime.getRuntime().availableProcessors());
  }

  /** What was asked for, else this many; from 1 to {@link Target#MOST_THREADS}. */
  int or(int otherwise) {
    if (threads != null && !ThreadNumber.isIn(threads)) {
      throw new ParameterException(
          spec.commandLine(), "--threads is " + threads + ", expected 1 to " + Target.MOST_THREADS);
    }
    return threads == null ? otherwise : threads;
  }
}
