package dev.octet.cli;

import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.PreparedModel;
import dev.octet.quantizer.Quantization;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet explain}: what a quantizer would do to each node, and why. */
@Command(
    name = "explain",
    description = "Says which nodes a quantizer quantizes, by which rule, and why not the others.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet explain resnet20.pt2 --quantizer x86",
      "  octet explain resnet20.pt2 --quantizer xpu --config mine.json",
      "  octet explain resnet20.pt2 --quantizer x86 --preset dynamic linear"
    })
final class ExplainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "A .pt2 file with a float program.")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NODE",
      description = "A node as inspect names it, to see everything about it.")
  private @Nullable String node;

  @Mixin private QuantizerOptions quantizer;

  @Override
  public void run() {
    ExportedProgram program = ModelFile.readProgram(file);
    PreparedModel prepared = Quantization.prepare(program, quantizer.quantizer());
    PrintWriter out = spec.commandLine().getOut();
    if (node == null) {
      DecisionTable.print(program, prepared, out);
    } else {
      NodeExplanation.print(program, prepared, node, out);
    }
  }
}
