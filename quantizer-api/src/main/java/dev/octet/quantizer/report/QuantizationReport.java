package dev.octet.quantizer.report;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.op.NearestNames;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.tensor.InputException;
import dev.octet.tensor.IoReason;
import dev.octet.tensor.ReplacingFile;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What quantization did to a program, node by node, and in total. Immutable.
 *
 * @param nodes every node of the float program in graph order, then those that were folded away
 * @param bytesBefore of all parameters, buffers and constants of the float program
 * @param bytesAfter of those of the quantized program
 * @param warnings what may go wrong with the quantized program, a sentence each
 */
public record QuantizationReport(
    ImmutableList<NodeReport> nodes,
    long bytesBefore,
    long bytesAfter,
    ImmutableList<String> warnings) {

  /**
   * Collects the report.
   *
   * @param original the program before anything was done to it
   * @param prepared with observers that have seen what they needed
   * @param quantized what convert made of it
   */
  public static QuantizationReport of(
      ExportedProgram original,
      PreparedProgram prepared,
      Annotations annotations,
      ExportedProgram quantized) {
    return new QuantizationReport(
        new NodeReports(original, prepared, annotations).all(),
        bytes(original),
        bytes(quantized),
        new QuantizedPositions(prepared).warnings());
  }

  private static long bytes(ExportedProgram program) {
    return program.state().values().stream().mapToLong(Tensor::byteSize).sum();
  }

  /** All multiply-adds of one run, symbolic sizes taken for 1. */
  public long multiplyAdds() {
    return nodes.stream().mapToLong(NodeReport::multiplyAdds).sum();
  }

  /** The share of multiply-adds in 8-bit integers, from 0 to 1; 0 if there are none at all. */
  public double int8Share() {
    long int8 = nodes.stream().filter(NodeReport::isInt8).mapToLong(NodeReport::multiplyAdds).sum();
    return multiplyAdds() == 0 ? 0 : (double) int8 / multiplyAdds();
  }

  /** How many nodes there are for each reason, the most frequent first. */
  public ImmutableMap<Reason, Integer> reasons() {
    Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
    nodes.forEach(node -> counts.merge(node.decision().reason(), 1, Integer::sum));
    ImmutableMap.Builder<Reason, Integer> sorted = ImmutableMap.builder();
    counts.entrySet().stream()
        .sorted(Map.Entry.<Reason, Integer>comparingByValue().reversed())
        .forEach(sorted::put);
    return sorted.buildOrThrow();
  }

  /**
   * The report of one node, by its name with or without {@code %}.
   *
   * @throws InputException naming the nearest names if there is no such node
   */
  public NodeReport explain(String name) {
    String bare = name.startsWith("%") ? name.substring(1) : name;
    return nodes.stream()
        .filter(node -> node.name().equals(bare))
        .findFirst()
        .orElseThrow(() ->
            new InputException(
                "the program has no node %"
                    + bare
                    + "; nearest: "
                    + String.join(
                        ", ",
                        NearestNames.nearest(
                            bare, nodes.stream().map(NodeReport::name).toList(), 3))));
  }

  /** The totals and the warnings, a line each. */
  public List<String> summary() {
    long quantized = nodes.stream().filter(node -> node.decision().reason().isQuantized()).count();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(
        String.format(Locale.ROOT, "nodes: %d of %d quantized", quantized, nodes.size()),
        String.format(
            Locale.ROOT, "multiply-adds: %.1f %% of %d in int8", 100 * int8Share(), multiplyAdds()),
        String.format(
            Locale.ROOT, "parameters and buffers: %d bytes, were %d", bytesAfter, bytesBefore));
    warnings.forEach(warning -> lines.add("warning: " + warning));
    return lines.build();
  }

  /**
   * Writes the report: as JSON to a {@code .json} file, as a table to an {@code .md} file.
   *
   * @throws InputException for any other ending, or if the file cannot be written
   */
  public void write(Path file) {
    String name = file.toString();
    if (!name.endsWith(".json") && !name.endsWith(".md")) {
      throw new InputException(
          "a report is written as .json or .md, but '" + file + "' ends in neither");
    }
    String text = name.endsWith(".json") ? ReportJson.of(this) : ReportMarkdown.of(this);
    try {
      ReplacingFile.writeText(file, text);
    } catch (IOException e) {
      throw new InputException("'" + file + "' cannot be written: " + IoReason.of(e), e);
    }
  }
}
