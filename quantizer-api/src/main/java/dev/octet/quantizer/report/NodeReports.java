package dev.octet.quantizer.report;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.Parameter;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.prepare.PreparedProgram;
import dev.octet.quantizer.prepare.StateEditor;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts the report of each node together from the prepared program. */
final class NodeReports {
  private final ExportedProgram original;
  private final PreparedProgram prepared;
  private final Graph graph;
  private final Annotations annotations;
  private final Map<Value, Tensor> state = new HashMap<>();
  private final Map<Site, ObserverGroup> outputs = new HashMap<>();

  NodeReports(ExportedProgram original, PreparedProgram prepared, Annotations annotations) {
    this.original = original;
    this.prepared = prepared;
    this.graph = prepared.program().graph();
    this.annotations = annotations;
    for (int i = 0; i < graph.inputs().size(); i++) {
      String name = StateEditor.stateName(prepared.program().inputs().get(i));
      Tensor tensor = prepared.program().state().get(name);
      if (tensor != null) {
        state.put(graph.inputs().get(i), tensor);
      }
    }
    for (ObserverGroup group : prepared.groups()) {
      for (Site site : group.sites()) {
        if (site instanceof Site.Output) {
          outputs.put(site, group);
        }
      }
    }
  }

  ImmutableList<NodeReport> all() {
    List<Node> nodes =
        graph.nodes().stream().filter(node -> !PreparedProgram.isObserver(node)).toList();
    ImmutableList.Builder<NodeReport> reports = ImmutableList.builder();
    // In parallel: the errors of large weights take time.
    reports.addAll(nodes.parallelStream().map(this::report).toList());
    Set<String> seen = nodes.stream().map(Node::name).collect(Collectors.toSet());
    for (Node node : original.graph().nodes()) {
      Decision decision = annotations.decision(node.name()).orElse(null);
      if (decision != null && !seen.contains(node.name())) {
        reports.add(
            new NodeReport(
                node.name(),
                node.op().name().toString(),
                node.origin().modulePath(),
                decision,
                ImmutableList.of(),
                ImmutableList.of(),
                OptionalDouble.empty(),
                0,
                false));
      }
    }
    return reports.build();
  }

  private NodeReport report(Node node) {
    ImmutableList.Builder<TensorReport> reads = ImmutableList.builder();
    OptionalDouble sqnr = OptionalDouble.empty();
    int weight = node.op().operandIndex("weight").orElse(-1);
    for (int i = 0; i < node.operands().size(); i++) {
      Node producer = graph.producer(node.operand(i)).orElse(null);
      ObserverGroup group = producer == null ? null : prepared.observers().get(producer.name());
      if (producer == null || group == null) {
        continue;
      }
      reads.add(TensorReport.of(role(node, i), prepared.watched(producer).name(), group));
      Tensor tensor = state.get(prepared.watched(producer));
      if (i == weight && tensor != null) {
        sqnr = WeightError.sqnr(tensor, group);
      }
    }
    ImmutableList.Builder<TensorReport> gives = ImmutableList.builder();
    for (Value result : node.results()) {
      ObserverGroup group = outputs.get(Site.output(result));
      if (group != null) {
        gives.add(TensorReport.of("result", result.name(), group));
      }
    }
    List<TensorReport> operands = reads.build();
    long multiplyAdds = MultiplyAdds.of(node);
    return new NodeReport(
        node.name(),
        node.op().name().toString(),
        node.origin().modulePath(),
        decision(node),
        ImmutableList.copyOf(operands),
        gives.build(),
        sqnr,
        multiplyAdds,
        multiplyAdds > 0 && operands.stream().filter(TensorReport::isInt8).count() >= 2);
  }

  private Decision decision(Node node) {
    return annotations
        .decision(node.name())
        .orElseGet(() -> new Decision(node.name(), Reason.NOT_ANNOTATED, "prepare"));
  }

  private static String role(Node node, int operand) {
    List<Parameter> parameters = node.op().schema().parameters();
    for (int p = 0; p < parameters.size(); p++) {
      switch (node.op().arguments().get(p)) {
        case Argument.Operand(int index) when index == operand -> {
          return parameters.get(p).name();
        }
        case Argument.ListOf(var elements)
            when elements.contains(new Argument.Operand(operand)) -> {
          return parameters.get(p).name()
              + "["
              + elements.indexOf(new Argument.Operand(operand))
              + "]";
        }
        default -> {}
      }
    }
    return "operand " + operand;
  }
}
