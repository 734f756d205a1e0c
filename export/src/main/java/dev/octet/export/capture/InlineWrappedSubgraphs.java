package dev.octet.export.capture;

import dev.octet.graph.Graph;
import dev.octet.graph.GraphBuilder;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Argument;
import dev.octet.op.OpName;
import dev.octet.program.ExportedProgram;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the body of {@code wrap_with_set_grad_enabled} in its place, and that of {@code
 * wrap_with_autocast} where it changes nothing: disabled, or casting to float32. Any other
 * higher-order operator stays.
 */
final class InlineWrappedSubgraphs {
  private static final OpName SET_GRAD =
      new OpName("higher_order", "wrap_with_set_grad_enabled", "");
  private static final OpName AUTOCAST = new OpName("higher_order", "wrap_with_autocast", "");

  /** A wrapper's body, and where its operands begin among the arguments. */
  private record Wrapped(Graph body, List<Value> operands) {}

  private InlineWrappedSubgraphs() {}

  static ExportedProgram apply(ExportedProgram program) {
    return Subgraphs.hasAny(program.graph()) ? program.withGraph(inline(program.graph())) : program;
  }

  private static Graph inline(Graph original) {
    Graph graph = Subgraphs.map(original, InlineWrappedSubgraphs::inline);
    if (graph.nodes().stream().noneMatch(node -> wrapped(node).isPresent())) {
      return graph;
    }
    return Graph.build(builder -> {
      graph.inputs().forEach(builder::addInput);
      builder.reserve(keptNames(graph));
      Map<Value, Value> replaced = new HashMap<>();
      for (Node node : graph.nodes()) {
        Optional<Wrapped> wrapped = wrapped(node);
        if (wrapped.isPresent()) {
          splice(node, wrapped.get(), builder, replaced);
        } else {
          builder.add(node.withOperands(replace(node.operands(), replaced)));
        }
      }
      for (GraphOutput output : graph.outputs()) {
        builder.output(
            output instanceof GraphOutput.Of(Value value)
                ? new GraphOutput.Of(replaced.getOrDefault(value, value))
                : output);
      }
    });
  }

  private static Set<String> keptNames(Graph graph) {
    Set<String> names = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (wrapped(node).isEmpty()) {
        node.results().forEach(result -> names.add(result.name()));
      }
    }
    return names;
  }

  private static void splice(
      Node wrapper, Wrapped wrapped, GraphBuilder builder, Map<Value, Value> replaced) {
    Map<Value, Value> inner = new HashMap<>();
    for (int i = 0; i < wrapped.operands.size(); i++) {
      Value operand = wrapped.operands.get(i);
      inner.put(wrapped.body.inputs().get(i), replaced.getOrDefault(operand, operand));
    }
    for (Node node : wrapped.body.nodes()) {
      List<Value> results = new ArrayList<>();
      for (Value result : node.results()) {
        Value renamed = new Value(builder.freshName(result.name()), result.type());
        builder.reserve(Set.of(renamed.name()));
        inner.put(result, renamed);
        results.add(renamed);
      }
      String name = results.size() == 1 ? results.get(0).name() : builder.freshName(node.name());
      builder.add(
          new Node(name, node.op(), replace(node.operands(), inner), results, node.origin()));
    }
    for (int i = 0; i < wrapper.results().size(); i++) {
      if (wrapped.body.outputs().get(i) instanceof GraphOutput.Of(Value value)) {
        replaced.put(wrapper.results().get(i), inner.getOrDefault(value, value));
      }
    }
  }

  private static List<Value> replace(List<Value> values, Map<Value, Value> replacements) {
    return values.stream().map(value -> replacements.getOrDefault(value, value)).toList();
  }

  private static Optional<Wrapped> wrapped(Node node) {
    List<Argument> arguments = node.op().arguments();
    int bodyAt =
        node.op().name().equals(SET_GRAD)
            ? 1
            : node.op().name().equals(AUTOCAST) && changesNothing(arguments) ? 4 : -1;
    if (bodyAt < 0
        || arguments.size() <= bodyAt
        || !(arguments.get(bodyAt) instanceof Argument.Subgraph(String _, var subgraph))
        || !(subgraph instanceof Graph body)) {
      return Optional.empty();
    }
    List<Value> operands = new ArrayList<>();
    for (Argument argument : arguments.subList(bodyAt + 1, arguments.size())) {
      if (!(argument instanceof Argument.Operand(int index))) {
        return Optional.empty();
      }
      operands.add(node.operand(index));
    }
    boolean fits =
        operands.size() == body.inputs().size()
            && node.results().size() == body.outputs().size()
            && body.outputs().stream().allMatch(GraphOutput.Of.class::isInstance);
    return fits ? Optional.of(new Wrapped(body, operands)) : Optional.empty();
  }

  /** Arguments: device type, element type, enabled, cache. */
  private static boolean changesNothing(List<Argument> arguments) {
    return arguments.size() > 4
        && (arguments.get(2).equals(Argument.of(false))
            || arguments.get(1).equals(new Argument.Type(DType.FLOAT32)));
  }
}
