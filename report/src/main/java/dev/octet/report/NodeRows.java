package dev.octet.report;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.lowering.Ledger;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.compare.ComparisonResult;
import dev.octet.quantizer.compare.NodeComparison;
import dev.octet.quantizer.report.NodeReport;
import dev.octet.quantizer.report.QuantizationReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what the parts of a report say about each node. */
final class NodeRows {
  private final Map<String, Node> nodes = new HashMap<>();
  private final Precisions precisions;
  private final Map<String, Integer> kernels = new HashMap<>();
  private final Map<String, NodeComparison> comparisons = new HashMap<>();

  private NodeRows(
      ExportedProgram program,
      Precisions precisions,
      @Nullable Ledger ledger,
      @Nullable ComparisonResult comparison) {
    this.precisions = precisions;
    program.graph().nodes().forEach(node -> nodes.put(node.name(), node));
    if (ledger != null) {
      for (int i = 0; i < ledger.entries().size(); i++) {
        for (String node : ledger.entries().get(i).nodes()) {
          kernels.put(node.substring(1), i);
        }
      }
    }
    if (comparison != null) {
      comparison.nodes().forEach(node -> comparisons.put(node.quantizedNode(), node));
    }
  }

  /**
   * The nodes of the float program, if it is known which they were, else those of the program, and
   * in any case without those that only convert.
   */
  static ImmutableList<NodeRow> of(
      ExportedProgram program,
      Precisions precisions,
      @Nullable QuantizationReport report,
      @Nullable Ledger ledger,
      @Nullable ComparisonResult comparison) {
    NodeRows rows = new NodeRows(program, precisions, ledger, comparison);
    ImmutableList.Builder<NodeRow> all = ImmutableList.builder();
    Set<String> reported = new HashSet<>();
    if (report != null) {
      for (NodeReport node : report.nodes()) {
        all.add(rows.row(node));
        reported.add(node.name());
      }
    }
    for (Node node : program.graph().nodes()) {
      if (!Conversions.isConversion(node) && !reported.contains(node.name())) {
        all.add(rows.row(node));
      }
    }
    return all.build();
  }

  private NodeRow row(NodeReport report) {
    Node node = nodes.get(report.name());
    return new NodeRow(
        report.name(),
        report.op(),
        report.modulePath(),
        types(node),
        precision(node),
        report.decision(),
        report.reads(),
        report.gives(),
        report.weightSqnr(),
        report.multiplyAdds(),
        kernels.getOrDefault(report.name(), -1),
        Optional.ofNullable(comparisons.get(report.name())));
  }

  private NodeRow row(Node node) {
    return new NodeRow(
        node.name(),
        node.op().name().toString(),
        node.origin().modulePath(),
        types(node),
        precision(node),
        null,
        ImmutableList.of(),
        ImmutableList.of(),
        OptionalDouble.empty(),
        0,
        kernels.getOrDefault(node.name(), -1),
        Optional.ofNullable(comparisons.get(node.name())));
  }

  private Optional<Precision> precision(@Nullable Node node) {
    return node == null ? Optional.empty() : Optional.of(precisions.of(node));
  }

  private static ImmutableList<String> types(@Nullable Node node) {
    return node == null
        ? ImmutableList.of()
        : node.results().stream().map(GraphViews::text).collect(ImmutableList.toImmutableList());
  }
}
