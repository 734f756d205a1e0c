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
    if (engine != Engine.reference) {
      return new CompiledProgram(ModelFile.compile(file.toString(), this), err);
    }
    String given = given();
    if (given != null) {
      throw new ParameterException(
          spec().commandLine(),
          given
              + " has no meaning for --engine reference, which uses one thread and the"
              + " program's own types; it is for --engine "
              + (given.equals(DeviceOption.NAME) ? "xpu" : "cpu and --engine xpu"));
    }
    return new InterpretedProgram(ModelFile.readProgram(file));
  }
}
