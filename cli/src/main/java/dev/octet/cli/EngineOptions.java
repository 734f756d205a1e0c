package dev.octet.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What runs a program, and how. */
final class EngineOptions extends TargetOptions {
  @Option(
      names = "--engine",
      description = {
        "What runs the program: ${COMPLETION-CANDIDATES}. Default: what the file was compiled for,"
            + " else cpu.",
        "cpu has kernels for this processor, xpu for an OpenCL device; reference is slow, obvious"
            + " Java in PyTorch's arithmetic."
      })
  private @Nullable Engine engine;

  @Override
  @Nullable Processor processor() {
    return engine == null ? null : engine.processor();
  }

  /** True if the reference evaluator was asked for, which compiles nothing. */
  boolean isReference() {
    return engine == Engine.reference;
  }

  /** Reads a program and makes it ready to run. */
  Executable open(Path file) {
    PrintWriter err = spec().commandLine().getErr();
    check();
    return engine == Engine.reference
        ? new InterpretedProgram(ModelFile.readProgram(file))
        : new CompiledProgram(ModelFile.compile(file.toString(), this), err);
  }

  /** Refuses options that the reference evaluator would not heed. */
  void check() {
    String given = given();
    if (engine == Engine.reference && given != null) {
      throw new ParameterException(
          spec().commandLine(),
          given
              + " has no meaning for --engine reference, which compiles nothing and computes in the"
              + " program's own types; it is for --engine "
              + (given.equals(DeviceOption.NAME) ? "xpu" : "cpu and --engine xpu"));
    }
  }
}
