package dev.octet.quantizer.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a Markdown table. */
final class ReportMarkdown {
  private ReportMarkdown() {}

  static String of(QuantizationReport report) {
    StringBuilder text = new StringBuilder("# Quantization report\n\n");
    report.summary().forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("\n| reason | nodes |\n|---|---|\n");
    report
        .reasons()
        .forEach((reason, count) ->
            text.append("| ").append(reason).append(" | ").append(count).append(" |\n"));
    text.append("\n| node | operator | module | decision | reads | gives | weight SQNR (dB)")
        .append(" | multiply-adds |\n|---|---|---|---|---|---|---|---|\n");
    report.nodes().forEach(node -> text.append(row(node)));
    return text.toString();
  }

  private static String row(NodeReport node) {
    String sqnr =
        node.weightSqnr().isPresent()
            ? String.format(Locale.ROOT, "%.1f", node.weightSqnr().getAsDouble())
            : "";
    return "| "
        + List.of(
                node.name(),
                node.op(),
                node.modulePath(),
                node.decision().toString(),
                tensors(node.reads()),
                tensors(node.gives()),
                sqnr,
                node.multiplyAdds() == 0 ? "" : String.valueOf(node.multiplyAdds()))
            .stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | "))
        + " |\n";
  }

  private static String tensors(List<TensorReport> tensors) {
    return tensors.stream().map(ReportMarkdown::tensor).collect(Collectors.joining("<br>"));
  }

  private static String tensor(TensorReport tensor) {
    String type = tensor.role() + ": " + tensor.dtype();
    if (tensor.dynamic()) {
      return type + " dynamic";
    }
    if (tensor.channels() == 0) {
      return type;
    }
    return tensor.channels() == 1
        ? String.format(
            Locale.ROOT,
            "%s scale %.6g zero point %.0f",
            type,
            tensor.largestScale(),
            tensor.zeroPoint())
        : String.format(
            Locale.ROOT,
            "%s %d scales %.6g to %.6g",
            type,
            tensor.channels(),
            tensor.smallestScale(),
            tensor.largestScale());
  }
}
