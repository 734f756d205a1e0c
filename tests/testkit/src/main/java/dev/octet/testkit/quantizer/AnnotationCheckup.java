package dev.octet.testkit.quantizer;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.program.ExportedProgram;
import dev.octet.quantizer.annotate.AnnotationCheck;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.annotate.Decision;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.spec.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the kit asks of the annotations of one program. */
final class AnnotationCheckup {
  private final ExportedProgram program;
  private final Findings findings;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Set<String> before;

  /**
   * A checkup of a program as {@link Quantizer#annotate} is given it.
   *
   * @param before the names of the nodes that the program had before it was transformed
   * @param findings takes what is found
   */
  AnnotationCheckup(ExportedProgram program, Set<String> before, Findings findings) {
    this.program = program;
    this.before = before;
    this.findings = findings;
    program.graph().nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** The annotations, if they can be had. */
  Optional<Annotations> annotate(Quantizer quantizer) {
    Optional<Annotations> made =
        findings.attempt(Step.ANNOTATE, () -> quantizer.annotate(program, Annotations.none()));
    made.ifPresent(annotations -> {
      findings.attempt(Step.ANNOTATE, () -> AnnotationCheck.check(program.graph(), annotations));
      checkDecisions(annotations);
      findings.attempt(Step.VALIDATE, () -> quantizer.validate(program, annotations));
      findings.attempt(Step.COMPOSE, () -> leaveAlone(quantizer, annotations));
    });
    return made;
  }

  private void checkDecisions(Annotations annotations) {
    Graph graph = program.graph();
    for (Node node : graph.nodes()) {
      Optional<Decision> decision = annotations.decision(node.name());
      if (decision.isEmpty()) {
        findings.add(
            Step.DECIDE,
            node.toString(),
            "annotate gives no decision; say what was done with the node, or why nothing was");
      } else if (isAnnotated(node, annotations) && !decision.get().reason().isQuantized()) {
        findings.add(
            Step.DECIDE,
            node.toString(),
            "is annotated, but the decision is that it stays in floating point: " + decision.get());
      }
    }
    for (String name : annotations.decisions().keySet()) {
      if (!nodes.containsKey(name) && !before.contains(name)) {
        findings.add(Step.DECIDE, "%" + name, "is decided about, but the graph has no such node");
      }
    }
  }

  private static boolean isAnnotated(Node node, Annotations annotations) {
    for (int i = 0; i < node.operands().size(); i++) {
      if (annotations.spec(Site.input(node, i)).isPresent()) {
        return true;
      }
    }
    return node.results().stream()
        .anyMatch(value -> annotations.spec(Site.output(value)).isPresent());
  }

  /** A quantizer that comes second, after one that has annotated the same nodes. */
  private void leaveAlone(Quantizer quantizer, Annotations taken) {
    Annotations made = quantizer.annotate(program, taken);
    Annotations.builder(program.graph()).addAll(taken, "").addAll(made, quantizer.name());
  }

  /** Two instances must have annotated the same sites in the same order, for the same reasons. */
  void compare(Annotations first, Annotations second) {
    List<Site> sites = first.sites().keySet().asList();
    List<Site> others = second.sites().keySet().asList();
    for (int i = 0; i < Math.max(sites.size(), others.size()); i++) {
      Optional<Site> one = i < sites.size() ? Optional.of(sites.get(i)) : Optional.empty();
      Optional<Site> two = i < others.size() ? Optional.of(others.get(i)) : Optional.empty();
      if (!one.equals(two)) {
        findings.add(
            Step.REPEAT,
            one.or(() -> two).map(this::describe).orElse(""),
            "two instances annotate different sites, or in another order: number "
                + i
                + " is "
                + one.map(Site::toString).orElse("nothing")
                + " and "
                + two.map(Site::toString).orElse("nothing"));
        return;
      }
      Site site = sites.get(i);
      if (!first.spec(site).equals(second.spec(site))) {
        findings.add(
            Step.REPEAT,
            describe(site),
            "two instances give "
                + site
                + " different specs: "
                + first.spec(site).map(Object::toString).orElse("none")
                + " and "
                + second.spec(site).map(Object::toString).orElse("none"));
        return;
      }
    }
    for (Node node : program.graph().nodes()) {
      Optional<Decision> one = first.decision(node.name());
      Optional<Decision> two = second.decision(node.name());
      if (!one.equals(two)) {
        findings.add(
            Step.REPEAT,
            node.toString(),
            "two instances decide differently: "
                + one.map(Decision::toString).orElse("nothing")
                + " and "
                + two.map(Decision::toString).orElse("nothing"));
        return;
      }
    }
    if (!first.equals(second)) {
      findings.add(
          Step.REPEAT, "", "two instances differ in which nodes are kept from implicit sharing");
    }
  }

  private String describe(Site site) {
    return switch (site) {
      case Site.Input(String node, int _) ->
          nodes.containsKey(node) ? nodes.get(node).toString() : "%" + node;
      case Site.Output(String value) ->
          program
              .graph()
              .find(value)
              .flatMap((Value found) -> program.graph().producer(found))
              .map(Node::toString)
              .orElse("%" + value);
    };
  }
}
