package dev.octet.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multisets;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Value;
import dev.octet.lowering.Ledger;
import dev.octet.lowering.LedgerEntry;
import dev.octet.lowering.Target;
import dev.octet.program.ExportedProgram;
import dev.octet.program.InputSpec;
import dev.octet.quantizer.report.NodeReport;
import dev.octet.quantizer.report.QuantizationReport;
import dev.octet.quantizer.report.TensorReport;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the demonstration says, step by step. */
final class DemoText {
  private static final int OPERATORS = 5;

  private final PrintWriter out;

  DemoText(PrintWriter out) {
    this.out = out;
  }

  /** A step: its name, then lines of text. */
  private void step(String name, String... lines) {
    step(name, List.of(lines));
  }

  private void step(String name, List<String> lines) {
    String head = name;
    for (String line : lines) {
      out.printf(Locale.ROOT, "%-9s %s%n", head, line);
      head = "";
    }
    out.println();
    out.flush();
  }

  void read(Path file, ExportedProgram program) {
    step(
        "Read",
        file.getFileName() + ", written by PyTorch " + program.metadata().producer(),
        types(program.userInputs().stream())
            + " -> "
            + types(program.graph().outputs().stream().flatMap(DemoText::value))
            + ", "
            + text("%,d parameters", parameters(program)),
        program.graph().nodes().size() + " nodes: " + operators(program));
  }

  private static String types(Stream<Value> values) {
    return values.map(value -> value.type().toString()).collect(Collectors.joining(", "));
  }

  private static Stream<Value> value(GraphOutput output) {
    return output instanceof GraphOutput.Of(Value value) ? Stream.of(value) : Stream.empty();
  }

  private static long parameters(ExportedProgram program) {
    return program.inputs().stream()
        .mapToLong(input ->
            input instanceof InputSpec.Parameter(String name)
                ? elements(program.state().get(name))
                : 0)
        .sum();
  }

  private static long elements(@Nullable Tensor tensor) {
    return tensor == null ? 0 : tensor.elements();
  }

  /** The most frequent operators, each with its number. */
  private static String operators(ExportedProgram program) {
    ImmutableMultiset<String> counts =
        Multisets.copyHighestCountFirst(
            program.graph().nodes().stream()
                .map(node -> node.op().name().base())
                .collect(ImmutableMultiset.toImmutableMultiset()));
    String most =
        counts.entrySet().stream()
            .limit(OPERATORS)
            .map(entry -> entry.getCount() + " " + entry.getElement())
            .collect(Collectors.joining(", "));
    return counts.elementSet().size() > OPERATORS ? most + ", …" : most;
  }

  void quantized(String quantizer, String preset, long images, QuantizationReport report) {
    long nodes = report.nodes().stream().filter(n -> n.decision().reason().isQuantized()).count();
    step(
        "Quantize",
        "for " + quantizer + ", preset " + preset + ", calibrated with " + images + " images",
        nodes
            + " of "
            + report.nodes().size()
            + " nodes"
            + text(", %.1f %% of the multiply-adds in int8", 100 * report.int8Share()));
  }

  void compiled(Ledger ledger, ExportedProgram program, Target target) {
    int threads = target.threads();
    step(
        "Compile",
        "for " + ledger.processor() + (threads == 1 ? ", 1 thread" : ", " + threads + " threads"),
        text("%d nodes become ", program.graph().nodes().size())
            + text("%d kernels", ledger.entries().size())
            + ", "
            + ledger.describeCoverage());
  }

  /** The table, and what a reader of it should know. */
  void compared(List<String> table, Ledger ledger) {
    List<String> lines = new ArrayList<>(table);
    ledger.warnings().forEach(warning -> lines.add("warning: " + warning));
    ledger.notes().forEach(note -> lines.add("note: " + note));
    step("Compare", lines);
  }

  /** The quantized node with the most multiply-adds: how it was decided, and what runs it. */
  void explained(QuantizationReport report, ExportedProgram program, Ledger ledger) {
    NodeReport node =
        report.nodes().stream()
            .max(
                Comparator.comparing(NodeReport::isInt8)
                    .thenComparingLong(NodeReport::multiplyAdds))
            .orElseThrow();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("node", "%" + node.name() + " " + node.op() + " (" + node.modulePath() + ")"));
    NodeExplanation.source(program, node.name())
        .ifPresent(line -> rows.add(List.of("source", line)));
    rows.add(List.of("decision", node.decision().toString()));
    for (TensorReport tensor : node.reads()) {
      rows.add(List.of(tensor.role(), describe(tensor)));
    }
    node.weightSqnr()
        .ifPresent(
            sqnr -> rows.add(List.of("", text("signal to noise of the weight %.1f dB", sqnr))));
    ledger.find(node.name()).ifPresent(entry -> rows.add(List.of("runs as", kernel(entry))));
    step("Explain", TextTable.lines(rows));
  }

  private static String describe(TensorReport tensor) {
    String type = tensor.dtype().shortName();
    if (tensor.channels() == 0) {
      return type;
    }
    return type
        + (tensor.channels() == 1
            ? text(", scale %.6f", tensor.largestScale())
            : ", "
                + tensor.channels()
                + " scales"
                + text(" from %.6f", tensor.smallestScale())
                + text(" to %.6f", tensor.largestScale()))
        + text(", zero point %.0f", tensor.zeroPoint())
        + ", by "
        + tensor.observer();
  }

  /** What is fused in a kernel, each operator by its plain name, and whose kernel it is. */
  private static String kernel(LedgerEntry entry) {
    String parts =
        Splitter.on(" + ")
            .splitToStream(entry.kernel())
            .map(part -> part.replaceFirst("_per_(tensor|channel)$", ""))
            .distinct()
            .collect(Collectors.joining(" + "));
    return parts + ", by " + (entry.backend() + " " + entry.implementation()).strip();
  }

  void written(List<Path> files, long nanoseconds) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Path file : files) {
      rows.add(List.of(file.toString(), ProgramTables.size(Files.size(file))));
    }
    step("Written", TextTable.lines(rows));
    out.printf(Locale.ROOT, "All of this took %.1f s.%n", nanoseconds / 1e9);
  }

  private static String text(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
