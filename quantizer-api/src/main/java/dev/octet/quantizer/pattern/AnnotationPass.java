package dev.octet.quantizer.pattern;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.rule.Matching;
import dev.octet.quantizer.rule.Rule;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.SpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What annotators work with while one rule is applied: the graph and its partitions, the specs of
 * the rule, and the annotations so far. Not thread-safe.
 */
public final class AnnotationPass {
  private final Partitions partitions;
  private final Rule rule;
  private final Matching matching;
  private final Set<OpName> defaultOperators;
  private final Annotations.Builder into;
  private final Marks marks;

  /** Why a node was passed over; it counts if nothing annotates the node later. */
  private final Map<String, Decision> declined;

  AnnotationPass(
      Partitions partitions,
      Rule rule,
      Matching matching,
      Set<OpName> defaultOperators,
      Annotations.Builder into,
      Marks marks,
      Map<String, Decision> declined) {
    this.partitions = partitions;
    this.rule = rule;
    this.matching = matching;
    this.defaultOperators = defaultOperators;
    this.into = into;
    this.marks = marks;
    this.declined = declined;
  }

  Graph graph() {
    return partitions.graph();
  }

  Partitions partitions() {
    return partitions;
  }

  boolean matchesByOperator() {
    return matching == Matching.BY_OPERATOR;
  }

  Marks marks() {
    return marks;
  }

  private @Nullable QuantizationConfig config() {
    return rule.config().orElse(null);
  }

  /** The spec of activations; null if there is none. */
  @Nullable QuantizationSpec activation() {
    return spec(QuantizationConfig::inputActivationSpec);
  }

  /** One of the rule's specs; what cannot be is said of the rule, where the user wrote it. */
  private @Nullable QuantizationSpec spec(
      Function<QuantizationConfig, @Nullable QuantizationSpec> which) {
    QuantizationConfig config = config();
    try {
      return config == null ? null : which.apply(config);
    } catch (SpecException e) {
      throw new SpecException(rule + ": " + e.getMessage());
    }
  }

  // Choosing.

  /** True if the rule selects one of the nodes, so that it may say why they are passed over. */
  boolean isAbout(Node... nodes) {
    return Arrays.stream(nodes).anyMatch(rule.selector()::selects);
  }

  /** True if the nodes are free and the rule is about them. */
  boolean isSelected(Node... nodes) {
    for (Node node : nodes) {
      if (marks.isTaken(node)) {
        return false;
      }
    }
    return switch (rule.selector()) {
      case Selector.Global _ -> count(nodes, defaultOperators) == 1;
      case Selector.FunctionType type -> count(nodes, Set.of(type.operator())) == 1;
      case Selector.ModuleType type -> count(nodes, Set.of(type.operator())) == 1;
      case Selector.Operator operator -> count(nodes, Set.of(operator.name())) == 1;
      default -> isInside(nodes);
    };
  }

  private static long count(Node[] nodes, Set<OpName> operators) {
    return Arrays.stream(nodes).filter(node -> operators.contains(node.op().name())).count();
  }

  private boolean isInside(Node[] nodes) {
    long inside = Arrays.stream(nodes).filter(rule.selector()::selects).count();
    if (inside > 0 && inside < nodes.length) {
      for (Node node : nodes) {
        if (!rule.selector().selects(node)) {
          decline(node, Reason.CROSSES_RULE_BOUNDARY, "Rule", "of " + rule);
        }
      }
    }
    return inside == nodes.length;
  }

  /** The number of nodes that read a result, the graph's outputs counted as one. */
  int readers(Node node) {
    Set<String> users =
        node.results().stream()
            .flatMap(value -> graph().uses(value).stream())
            .map(Use::user)
            .map(Node::name)
            .collect(Collectors.toSet());
    return users.size() + (node.results().stream().anyMatch(graph()::isOutput) ? 1 : 0);
  }

  /** Remembers why a node was passed over. */
  void decline(Node node, Reason reason, String annotator, String detail) {
    declined.put(node.name(), new Decision(node.name(), reason, annotator, rule.source(), detail));
  }

  // Annotating.

  /**
   * If the rule says so, leaves the nodes in floating point and returns true.
   *
   * @param annotator the pattern that was found
   */
  boolean leavesInFloat(String annotator, Node... nodes) {
    if (config() != null) {
      return false;
    }
    for (Node node : nodes) {
      marks.take(node);
      decide(node, Reason.EXCLUDED_BY_RULE, annotator, "");
    }
    return true;
  }

  /** Annotates input, weight and bias of a convolution or linear layer, which is then taken. */
  void annotateLayer(Node layer) {
    if (config() == null) {
      return;
    }
    into.input(layer, layer.op().operandIndex("input").orElseThrow(), activation());
    into.input(
        layer,
        layer.op().operandIndex("weight").orElseThrow(),
        spec(QuantizationConfig::weightSpec));
    OptionalInt bias = layer.op().operandIndex("bias");
    if (bias.isPresent()) {
      into.input(layer, bias.getAsInt(), spec(QuantizationConfig::biasSpec));
    }
    marks.take(layer);
  }

  /** Annotates every operand of a node that is this value. */
  void annotateOperand(Node node, Value value, @Nullable QuantizationSpec spec) {
    for (int i = 0; i < node.operands().size(); i++) {
      if (node.operand(i).equals(value)) {
        into.input(node, i, spec);
      }
    }
  }

  Annotations.Builder into() {
    return into;
  }

  /** The node ends a quantized pattern: what reads it may take its result in integers. */
  void endPattern(Node node) {
    marks.endsPattern(node);
  }

  void decide(Node node, Reason reason, String annotator, String detail) {
    into.decide(new Decision(node.name(), reason, annotator, rule.source(), detail));
  }

  /** The first node is quantized; the others are computed together with it. */
  void decidePattern(String annotator, Node first, Node... others) {
    String with = others.length == 0 ? "" : "with " + names(List.of(others));
    boolean weightOnly = activation() == null;
    decide(first, weightOnly ? Reason.WEIGHT_ONLY : Reason.QUANTIZED, annotator, with);
    for (Node other : others) {
      decide(other, Reason.FUSED, annotator, "into %" + first.name());
    }
  }

  private static String names(List<Node> nodes) {
    return nodes.stream().map(node -> "%" + node.name()).collect(Collectors.joining(", "));
  }
}
