package dev.octet.lowering;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.BatchNorm;
import dev.octet.op.Convolution;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The nodes of a program, seen from the graph that was planned for it. */
final class ProgramNodes {
  private final Graph graph;
  private final Map<String, Node> byName = new HashMap<>();

  /** Nodes whose results depend on what a run is given. */
  private final Set<Node> variable = new HashSet<>();

  ProgramNodes(ExportedProgram program) {
    this.graph = program.graph();
    Set<Value> values = new HashSet<>(program.userInputs());
    for (Node node : graph.nodes()) {
      byName.put(node.name(), node);
      if (node.operands().stream().anyMatch(values::contains)) {
        // Sizes depend on inputs as well, but a plan is made for known ones.
        List<Value> tensors =
            node.results().stream().filter(value -> value.type() instanceof TensorType).toList();
        if (!tensors.isEmpty()) {
          variable.add(node);
          values.addAll(tensors);
        }
      }
    }
  }

  /**
   * The nodes whose work a planned node does, as text: the one of its name, and the convolution
   * before it if that is a BatchNorm which was folded into it.
   */
  Stream<String> names(Node planned) {
    String own = "%" + planned.name();
    Node node = byName.get(planned.name());
    if (node == null
        || !(node.op() instanceof BatchNorm)
        || !(planned.op() instanceof Convolution)) {
      return Stream.of(own);
    }
    return Stream.concat(
        graph.producer(node.operand(0)).map(convolution -> "%" + convolution.name()).stream(),
        Stream.of(own));
  }

  /** The nodes whose work none of the planned ones does. */
  List<Node> without(FrozenGraph planned) {
    Set<String> known = new HashSet<>();
    planned.graph().nodes().stream().flatMap(this::names).forEach(known::add);
    return graph.nodes().stream().filter(node -> !known.contains("%" + node.name())).toList();
  }

  /** True if results depend on what a run is given; otherwise compiling has computed them. */
  boolean dependsOnInputs(Node node) {
    return variable.contains(node);
  }
}
