package dev.octet.cli;

import dev.octet.graph.text.GraphText;
import dev.octet.program.ExportedProgram;
import dev.octet.program.GraphJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet inspect}: what a program consists of. */
@Command(
    name = "inspect",
    description = "Shows what a program consists of: inputs, outputs, parameters and nodes.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet inspect resnet20.pt2",
      "  octet inspect resnet20.pt2 --text > resnet20.graph",
      "  octet inspect resnet20.pt2 --graph-json resnet20.json"
    })
final class InspectCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A .pt2 file.")
  private Path file;

  @Option(names = "--text", description = "Print the graph in its text form instead of tables.")
  private boolean text;

  @Option(
      names = "--graph-json",
      paramLabel = "FILE",
      description =
          "Write the graph as JSON, as PyTorch's FX would list it, instead of printing tables.")
  private @Nullable Path graphJson;

  @Override
  public void run() {
    new CommandFiles().reads("FILE", file).writes("--graph-json", graphJson);
    ExportedProgram program = ModelFile.readProgram(file);
    PrintWriter out = spec.commandLine().getOut();
    if (graphJson != null) {
      GraphJson.write(program, graphJson);
    }
    if (text) {
      out.print(GraphText.print(program.graph()));
    } else if (graphJson == null) {
      ProgramTables.print(program, out);
    }
  }
}
