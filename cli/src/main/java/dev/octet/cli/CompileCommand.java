package dev.octet.cli;

import dev.octet.lowering.CompiledModel;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet compile}: a program with what it is compiled for, as one file. */
@Command(
    name = "compile",
    description =
        "Compiles a program, which finds out whether it can run here, and saves it with the options"
            + " that it was compiled with.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet compile q.pt2 --out q.octet --autocast bf16 --require-int8-coverage 0.95",
      "  octet run q.octet --input x.npy --out-dir results",
      "  octet compile dynamic.pt2 --out d.octet --sizes s0=8 --print-kernels",
      "  octet compile q.pt2 --out q.octet --engine xpu --device gpu"
    })
final class CompileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL",
      converter = FileName.OfModel.class,
      description = CompilerOptions.MODEL)
  private String model;

  @Mixin private CompilerOptions compiler;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the compiled program goes.")
  private Path out;

  @Option(
      names = "--require-int8-coverage",
      paramLabel = "X",
      description =
          "Fail if less than this share of the multiply-adds, from 0 to 1, is computed in integers;"
              + " here, and wherever the file is loaded.")
  private @Nullable Double coverage;

  @Option(names = "--print-kernels", description = "Print what each generated kernel does.")
  private boolean printKernels;

  @Override
  public Integer call() throws IOException {
    compiler.check();
    new CommandFiles().readsModel(model).writes("--out", out);
    if (coverage != null && !(coverage >= 0 && coverage <= 1)) {
      throw new ParameterException(
          spec.commandLine(),
          "--require-int8-coverage is " + coverage + ", expected a share from 0 to 1");
    }
    try (CompiledModel compiled = ModelFile.compile(model, compiler, this::withCoverage)) {
      PrintWriter printer = spec.commandLine().getOut();
      boolean later =
          compiler.leavesSizesOpen(compiled.program()) && coverage == null && !printKernels;
      String found = later ? "kernels are made when a size is first run" : describe(compiled);
      compiled.save(out);
      printer.println(out + ": " + found + ", " + ProgramTables.size(Files.size(out)));
    }
    return ExitCodes.OK;
  }

  /** What was made for the sizes that the user names; with what was asked about it. */
  private String describe(CompiledModel compiled) {
    Map<String, Long> sizes = compiler.sizes(compiled.program(), Map.of());
    Ledger ledger = compiled.ledger(sizes);
    LedgerTable.printWarnings(ledger, spec.commandLine().getErr());
    if (printKernels) {
      print(compiled.kernelListings(sizes), spec.commandLine().getOut());
    }
    return String.format(
        Locale.ROOT, "%d kernels, %s", ledger.entries().size(), ledger.describeCoverage());
  }

  private Target withCoverage(Target base) {
    return coverage == null ? base : base.requireInt8Coverage(coverage);
  }

  private static void print(List<String> listings, PrintWriter printer) {
    listings.forEach(printer::println);
    if (listings.isEmpty()) {
      printer.println("no kernel is generated for this program");
    }
  }
}
