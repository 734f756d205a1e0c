package dev.octet.quantizer.compare;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A comparison as Markdown tables. */
final class ComparisonMarkdown {
  private ComparisonMarkdown() {}

  static String of(ComparisonResult result) {
    StringBuilder text = new StringBuilder("# Comparison\n\n");
    text.append("- samples: ").append(result.samples()).append('\n');
    text.append(
        "\n| output | SQNR (dB) | max error | RMS error | cosine |\n|---|---|---|---|---|\n");
    for (int i = 0; i < result.outputs().size(); i++) {
      TensorError error = result.outputs().get(i);
      text.append(
          row(
              List.of(
                  String.valueOf(i),
                  decibels(error),
                  number(error.maxError()),
                  number(error.rmsError()),
                  number(error.cosine()))));
    }
    text.append("\n| node | in the quantized graph | operator | module | SQNR alone (dB)")
        .append(" | SQNR accumulated (dB) | max error | RMS error | cosine |\n")
        .append("|---|---|---|---|---|---|---|---|---|\n");
    result.nodes().forEach(node -> text.append(row(cells(node))));
    return text.toString();
  }

  private static List<String> cells(NodeComparison node) {
    TensorError error = node.accumulated();
    return List.of(
        node.node(),
        node.quantizedNode(),
        node.operator(),
        node.modulePath(),
        node.isolated().map(ComparisonMarkdown::decibels).orElse(""),
        decibels(error),
        number(error.maxError()),
        number(error.rmsError()),
        number(error.cosine()));
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String decibels(TensorError error) {
    return Double.isFinite(error.sqnr())
        ? String.format(Locale.ROOT, "%.1f", error.sqnr())
        : number(error.sqnr());
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
