package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Target;
import dev.octet.tensor.ReplacingFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet ledger}: which kernel runs each node of a program, and why. */
@Command(
    name = "ledger",
    description =
        "Compiles a program and says which kernel runs each node, in which types, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet ledger q.pt2",
      "  octet ledger q.pt2 --sizes s0=8 --profile 100 --threads 2",
      "  octet ledger zoo:resnet50 --json - | jq '.totals'",
      "  octet ledger q.pt2 --engine xpu --profile 20"
    })
final class LedgerCommand implements Callable<Integer> {
  private static final String STANDARD_OUT = "-";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      converter = FileName.OfModel.class,
      description = CompilerOptions.MODEL)
  private String model;

  @Mixin private CompilerOptions compiler;

  @Option(
      names = "--profile",
      paramLabel = "RUNS",
      converter = PositiveNumber.class,
      description =
          "Run the program so many times on random inputs, after a warm-up, and print the median"
              + " time of each kernel, of the last 1,000 runs if there are more.")
  private @Nullable Integer runs;

  @Option(
      names = "--json",
      paramLabel = "FILE|-",
      description = "Write the ledger as JSON to a file, or instead of the table with -.")
  private @Nullable String json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    compiler.check();
    if (json != null && !json.equals(STANDARD_OUT)) {
      new CommandFiles().readsModel(model).writes("--json", Path.of(json));
    }
    try (CompiledModel compiled =
        ModelFile.compile(model, compiler, runs == null ? t -> t : Target::profile)) {
      Map<String, Long> sizes = compiler.sizes(compiled.program(), Map.of());
      if (runs != null) {
        RunTimes.profile(compiled, RandomInputs.of(compiled.program(), sizes, 0), runs);
      }
      Ledger ledger = compiled.ledger(sizes);
      if (json == null) {
        LedgerTable.print(ledger, out);
      } else if (json.equals(STANDARD_OUT)) {
        out.print(ledger.toJson());
      } else {
        ReplacingFile.writeText(Path.of(json), ledger.toJson());
        LedgerTable.print(ledger, out);
      }
    }
    return ExitCodes.OK;
  }
}
