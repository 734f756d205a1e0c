package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.OpName;
import dev.octet.op.TensorType;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Reason;
import dev.octet.quantizer.rule.Rule;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.quantizer.rule.Selector;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a backend quantizes: its annotators in the order in which they are tried for each rule.
 *
 * @param defaultOperators what the global configuration covers
 * @param optionalOperators what is quantized only if a rule names it
 * @param sharingOutputs operators whose result shares the observer of their first operand, where
 *     they are annotated
 */
public record Recipe(
    String quantizer,
    ImmutableList<Annotator> annotators,
    ImmutableSet<OpName> defaultOperators,
    ImmutableSet<OpName> optionalOperators,
    ImmutableSet<OpName> sharingOutputs) {

  /**
   * Applies rules to a program.
   *
   * @param earlier what other quantizers have annotated; the nodes it claims are left alone
   */
  public Annotations annotate(ExportedProgram program, RuleSet rules, Annotations earlier) {
    Graph graph = program.graph();
    rules.requireMatches(graph);
    Annotations.Builder into = Annotations.builder(graph);
    Marks marks = new Marks();
    markEarlier(graph, earlier, marks, into);
    graph.nodes().stream().filter(Recipe::computesOnDoubles).forEach(marks::take);
    Map<String, Decision> declined = new LinkedHashMap<>();
    Partitions partitions = Partitions.of(graph, rules.matching());
    for (Rule rule : rules.stages()) {
      AnnotationPass pass =
          new AnnotationPass(
              partitions, rule, rules.matching(), defaultOperators, into, marks, declined);
      annotators.forEach(annotator -> annotator.annotate(pass));
    }
    shareOutputs(graph, marks, into);
    graph.nodes().forEach(node -> explain(node, rules, declined, into));
    return into.build();
  }

  /** True if an annotator of this name belongs to the recipe. */
  boolean knows(String annotator) {
    return annotators.stream()
        .anyMatch(part ->
            part.name().equals(annotator)
                || (part instanceof Propagation(var propagators)
                    && propagators.stream().anyMatch(p -> p.name().equals(annotator))));
  }

  private void markEarlier(
      Graph graph, Annotations earlier, Marks marks, Annotations.Builder into) {
    for (Node node : graph.nodes()) {
      if (earlier.claims(node)) {
        marks.take(node);
        String by = earlier.decision(node.name()).map(Decision::toString).orElse("");
        into.decide(new Decision(node.name(), Reason.ANNOTATED_BEFORE, quantizer, "", by));
        for (Value value : node.results()) {
          if (earlier.spec(Site.output(value)).isPresent()) {
            marks.canBeQuantized(value);
          }
        }
      }
    }
  }

  private void shareOutputs(Graph graph, Marks marks, Annotations.Builder into) {
    for (Node node : graph.nodes()) {
      if (sharingOutputs.contains(node.op().name())
          && marks.comesFromPattern(node.result())
          && into.spec(Site.input(node, 0)).isPresent()) {
        into.output(node.result(), new SharedQuantizationSpec(Site.input(node, 0)));
      }
    }
  }

  private void explain(
      Node node, RuleSet rules, Map<String, Decision> declined, Annotations.Builder into) {
    if (into.decision(node).isPresent()) {
      return;
    }
    Decision noted = declined.get(node.name());
    if (noted != null) {
      into.decide(noted);
      return;
    }
    Optional<Rule> rule = rules.ruleFor(node);
    boolean known =
        defaultOperators.contains(node.op().name()) || optionalOperators.contains(node.op().name());
    Reason reason;
    if (!computesOnFloats(node)) {
      reason = Reason.NOT_FLOATING_POINT;
    } else if (rule.isEmpty()) {
      reason = Reason.NO_RULE;
    } else if (rule.get().config().isEmpty()
        && !(rule.get().selector() instanceof Selector.Global)) {
      reason = Reason.EXCLUDED_BY_RULE;
    } else if (known && computesOnDoubles(node)) {
      reason = Reason.DOUBLE_PRECISION;
    } else if (known) {
      reason = Reason.FORM_NOT_IN_RECIPE;
    } else {
      reason = Reason.OUTSIDE_RECIPE;
    }
    into.decide(
        new Decision(
            node.name(),
            reason,
            quantizer,
            rule.map(Rule::source).orElse(""),
            switch (reason) {
              case FORM_NOT_IN_RECIPE -> form(node);
              case DOUBLE_PRECISION -> "convert the model to float32 before it is exported";
              default -> "";
            }));
  }

  private static String form(Node node) {
    return node.origin()
        .source()
        .map(source -> "called as " + source.target())
        .orElse("its source is not recorded");
  }

  private static boolean computesOnFloats(Node node) {
    return types(node).anyMatch(DType::isFloatingPoint);
  }

  private static boolean computesOnDoubles(Node node) {
    return types(node).anyMatch(type -> type == DType.FLOAT64);
  }

  private static Stream<DType> types(Node node) {
    return Stream.concat(node.operands().stream(), node.results().stream())
        .filter(value -> value.type() instanceof TensorType)
        .map(value -> value.tensorType().dtype());
  }
}
