package dev.octet.cli;

import dev.octet.export.Export;
import dev.octet.nn.Module;
import dev.octet.nn.models.Models;
import dev.octet.program.DynamicShapes;
import dev.octet.program.ExportedProgram;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code octet export}: a network that Octet builds itself, as a file. */
@Command(
    name = "export",
    description =
        "Writes one of the networks that Octet brings along, with seeded weights, as a .pt2 file.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  octet export zoo:resnet18 --out resnet18.pt2",
      "  octet export zoo:mobilenet_v2 --out mobilenet.pt2 --seed 7 --batch dynamic",
      "  octet export zoo:bert_base --out bert.pt2 --batch 4 --sequence 128"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String PREFIX = "zoo:";
  private static final String DYNAMIC = "dynamic";
  private static final long DEFAULT_SEQUENCE = 128;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "zoo:NAME",
      description = "resnet18, resnet50, mobilenet_v2, vit_b_16 or bert_base.")
  private String network;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The .pt2 file to write.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--batch",
      paramLabel = "N|dynamic",
      defaultValue = "1",
      description = "Size of a batch, or dynamic for any. Default: ${DEFAULT-VALUE}.")
  private String batch;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description =
          "Tokens of a text, up to 512, for bert_base only. Default: " + DEFAULT_SEQUENCE + ".")
  private @Nullable Long sequence;

  @Override
  public Integer call() throws IOException {
    if (!network.startsWith(PREFIX)) {
      throw usage(
          "'" + network + "' is no network of Octet's; expected zoo: and one of " + Models.names());
    }
    String name = network.substring(PREFIX.length());
    if (!Models.names().contains(name)) {
      throw usage("unknown network '" + name + "'; known: " + String.join(", ", Models.names()));
    }
    if (sequence != null && !Models.readsTokens(name)) {
      throw usage("--sequence has no meaning for " + name + ", which takes images");
    }
    boolean dynamic = batch.equals(DYNAMIC);
    long size = dynamic ? 2 : positive("--batch", batch);
    long length = sequence == null ? DEFAULT_SEQUENCE : positive("--sequence", sequence.toString());
    if (sequence != null && length > Models.mostTokens(name)) {
      throw usage("--sequence is " + length + ", expected at most " + Models.mostTokens(name));
    }
    new CommandFiles().writes("--out", out);
    PrintWriter printer = spec.commandLine().getOut();
    try (Progress _ = Progress.start(spec.commandLine().getErr(), "Exporting", 0)) {
      Module module = Models.byName(name);
      module.seed(seed);
      DynamicShapes shapes = dynamic ? Models.dynamicBatch(name) : DynamicShapes.none();
      ExportedProgram program =
          Export.trace(module, Models.exampleInputs(name, size, length), shapes);
      Export.write(program, out);
      printer.printf(
          Locale.ROOT,
          "%s: %d nodes, %d tensors, %,d bytes%n",
          out,
          program.graph().nodes().size(),
          program.state().size(),
          Files.size(out));
    }
    return ExitCodes.OK;
  }

  private long positive(String option, String text) {
    try {
      long value = Long.parseLong(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw usage(
        option
            + " is '"
            + text
            + "', expected a positive number"
            + (option.equals("--batch") ? " or " + DYNAMIC : ""));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
