package dev.octet.cli;

import dev.octet.tensor.InputException;
import dev.octet.tensor.IoReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into one line on the error stream and an exit code. */
final class Failures {
  private Failures() {}

  /** Reports what a command threw while it ran. */
  static int report(Throwable failure, boolean stackTrace, PrintWriter err) {
    boolean known =
        failure instanceof InputException
            || failure instanceof IOException
            || failure instanceof OutOfMemoryError;
    if (!known && PluginJars.isIn(failure)) {
      return reportPlugin(failure, stackTrace, err);
    }
    int exitCode = known ? ExitCodes.USER_ERROR : ExitCodes.INTERNAL_ERROR;
    err.println("octet: " + describe(failure));
    if (stackTrace) {
      failure.printStackTrace(err);
    } else if (exitCode == ExitCodes.INTERNAL_ERROR) {
      err.println("octet: run again with --stack-trace and report what it prints");
    }
    return exitCode;
  }

  /** A defect of a plugin is none of Octet's. */
  private static int reportPlugin(Throwable failure, boolean stackTrace, PrintWriter err) {
    err.println("octet: the plugin failed: " + failure);
    if (stackTrace) {
      failure.printStackTrace(err);
    } else {
      err.println("octet: run again with --stack-trace and tell its author what it prints");
    }
    return ExitCodes.USER_ERROR;
  }

  /** Reports a command line that could not be understood. */
  static int reportUsage(ParameterException failure, String[] arguments) {
    var line = failure.getCommandLine();
    line.getErr().println("octet: " + message(failure) + suggestion(failure));
    line.getErr()
        .println("octet: see '" + line.getCommandSpec().qualifiedName() + " --help' for its usage");
    return ExitCodes.USAGE;
  }

  /** What follows {@code octet} itself and is no option is meant as a command. */
  private static String message(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched
        && failure.getCommandLine().getParent() == null) {
      String first = unmatched.getUnmatched().getFirst();
      if (!first.startsWith("-")) {
        return "there is no command '" + first + "'";
      }
    }
    return String.valueOf(failure.getMessage());
  }

  private static String suggestion(ParameterException failure) {
    List<String> near =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static String describe(Throwable failure) {
    return switch (failure) {
      case InputException input -> String.valueOf(input.getMessage());
      case FileSystemException file -> file.getFile() + ": " + IoReason.of(file);
      case IOException io -> "input or output failed: " + io.getMessage();
      case OutOfMemoryError memory ->
          "not enough memory: "
              + memory.getMessage()
              + "; OCTET_JAVA_OPTS=-Xmx8g gives 8 GB to the Java heap";
      default -> "internal error: " + failure;
    };
  }
}
