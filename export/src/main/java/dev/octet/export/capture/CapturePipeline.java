package dev.octet.export.capture;

import dev.octet.program.ExportedProgram;
import java.util.List;
import java.util.function.UnaryOperator;

/** The passes that every program that is read goes through, in order. */
public final class CapturePipeline {
  private static final List<UnaryOperator<ExportedProgram>> PASSES =
      List.of(InlineWrappedSubgraphs::apply, FunctionalizeInPlace::apply);

  private CapturePipeline() {}

  public static ExportedProgram apply(ExportedProgram program) {
    ExportedProgram result = program;
    for (UnaryOperator<ExportedProgram> pass : PASSES) {
      result = pass.apply(result);
    }
    return result;
  }
}
