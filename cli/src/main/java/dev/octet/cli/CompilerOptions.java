package dev.octet.cli;

import dev.octet.program.ExportedProgram;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a program is compiled for, and with which sizes the result is looked at. */
final class CompilerOptions extends TargetOptions {
  static final String MODEL = "A .pt2 file, what compile made of one, or zoo:NAME.";

  @Option(
      names = "--engine",
      description =
          "What the program is compiled for: ${COMPLETION-CANDIDATES}; xpu is an OpenCL device."
              + " Default: what the file was compiled for, else cpu.")
  private @Nullable Processor processor;

  @Mixin private SizeOptions sizes;

  @Override
  @Nullable Processor processor() {
    return processor;
  }

  /** Refuses options that contradict themselves, before any work. */
  void check() {
    sizes.check();
  }

  /** A number for each symbol of the program; {@code known} has those that other options set. */
  Map<String, Long> sizes(ExportedProgram program, Map<String, Long> known) {
    return sizes.of(program, known);
  }

  /** True if the program has sizes that no option sets. */
  boolean leavesSizesOpen(ExportedProgram program) {
    return SizeOptions.isSymbolic(program) && !sizes.isGiven();
  }
}
