package dev.octet.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What runs a program, and how. */
final class EngineOptions extends TargetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--engine",
      defaultValue = "cpu",
      description = {
        "What runs the program: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
        "cpu has kernels for this processor; reference is slow, obvious Java in PyTorch's"
            + " arithmetic."
      })
  private Engine engine;

  /** Reads a program and makes it ready to run. */
  Executable open(Path file) {
    PrintWriter err = spec.commandLine().getErr();
    String given = given();
    if (engine == Engine.reference && given != null) {
      throw new ParameterException(
          spec.commandLine(),
          given
              + " has no meaning for --engine reference, which uses one thread and the"
              + " program's own types; it is for --engine cpu");
    }
    return switch (engine) {
      case reference -> new InterpretedProgram(ModelFile.readProgram(file));
      case cpu -> new CompiledProgram(ModelFile.compile(file.toString(), this), err);
    };
  }
}
