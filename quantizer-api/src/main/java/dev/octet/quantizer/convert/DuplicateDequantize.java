package dev.octet.quantizer.convert;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.op.ChooseQParams;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives each annotated reader of a dequantized tensor a dequantize of its own, so that a backend
 * can match dequantize, operator and quantize on their own. Readers that nobody annotated keep the
 * original. A tensor whose parameters are chosen at each run stays shared.
 */
final class DuplicateDequantize {
  private final Graph graph;
  private final ReplaceObservers.Replaced replaced;
  private final Set<String> annotated;

  /** Which copy each reader reads in place of which value. */
  private final Map<String, Map<Value, Value>> copies = new HashMap<>();

  private DuplicateDequantize(ReplaceObservers.Replaced replaced, Annotations annotations) {
    this.graph = replaced.program().graph();
    this.replaced = replaced;
    this.annotated =
        graph.nodes().stream()
            .filter(node -> isAnnotated(node, annotations))
            .map(Node::name)
            .collect(Collectors.toSet());
  }

  private static boolean isAnnotated(Node node, Annotations annotations) {
    for (int i = 0; i < node.operands().size(); i++) {
      if (annotations.sites().containsKey(Site.input(node, i))) {
        return true;
      }
    }
    return node.results().stream()
        .anyMatch(value -> annotations.sites().containsKey(Site.output(value)));
  }

  static ExportedProgram apply(ReplaceObservers.Replaced replaced, Annotations annotations) {
    return new DuplicateDequantize(replaced, annotations).run();
  }

  private ExportedProgram run() {
    Map<String, List<Node>> behind = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (isDequantize(node) && !isDynamic(node)) {
        behind.put(node.name(), copiesOf(node));
      }
    }
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Map<Value, Value> own = copies.getOrDefault(node.name(), Map.of());
      nodes.add(
          node.withOperands(node.operands().stream().map(v -> own.getOrDefault(v, v)).toList()));
      nodes.addAll(behind.getOrDefault(node.name(), List.of()));
    }
    Graph result = new Graph(graph.inputs(), nodes, graph.outputs());
    return replaced.program().withGraph(withoutUnread(result, behind.keySet()));
  }

  private static Graph withoutUnread(Graph graph, Set<String> dequantizes) {
    List<Node> kept =
        graph.nodes().stream()
            .filter(node ->
                !dequantizes.contains(node.name())
                    || graph.isOutput(node.result())
                    || !graph.uses(node.result()).isEmpty())
            .toList();
    return new Graph(graph.inputs(), kept, graph.outputs());
  }

  /** The copies in the order in which they stand behind the original: the newest first. */
  private List<Node> copiesOf(Node node) {
    Value result = node.result();
    List<Node> users =
        replaced
            .readers()
            .sorted(
                graph.uses(result).stream()
                    .map(Use::user)
                    .filter(user -> !readsSizesOnly(user))
                    .toList());
    int count = users.size() + (graph.isOutput(result) ? 1 : 0);
    List<Node> made = new ArrayList<>();
    if (count <= 1) {
      return made;
    }
    for (Node user : users) {
      if (annotated.contains(user.name())) {
        Node copy = copy(node, user);
        made.addFirst(copy);
        copies.computeIfAbsent(user.name(), _ -> new HashMap<>()).put(result, copy.result());
        replaced.readers().touch(user);
      }
    }
    return made;
  }

  private Node copy(Node node, Node user) {
    OpName op = node.op().name();
    String name = replaced.names().fresh(op.base() + "_" + op.overload());
    Value result = new Value(name, node.result().type());
    return new Node(name, node.op(), node.operands(), List.of(result), user.origin());
  }

  private static boolean readsSizesOnly(Node user) {
    return user.results().stream().noneMatch(value -> value.type() instanceof TensorType)
        && user.op().name().base().startsWith("sym_");
  }

  private static boolean isDequantize(Node node) {
    return node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel;
  }

  private boolean isDynamic(Node node) {
    return node.op() instanceof Dequantize op
        && op.isDynamic()
        && graph
            .producer(node.operand(1))
            .map(producer -> producer.op() instanceof ChooseQParams)
            .orElse(false);
  }
}
