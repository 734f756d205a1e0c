package dev.octet.quantizer.annotate;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.Site;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The specs that a quantizer gives to the sites of a graph, and its decisions about nodes.
 * Immutable; compared by value.
 */
public final class Annotations {
  private static final Annotations NONE =
      new Annotations(ImmutableMap.of(), ImmutableSet.of(), ImmutableMap.of());

  private final ImmutableMap<Site, Optional<QuantizationSpecBase>> sites;
  private final ImmutableSet<String> separate;
  private final ImmutableMap<String, Decision> decisions;
  private final ImmutableListMultimap<String, Site.Input> inputsByNode;

  private Annotations(
      ImmutableMap<Site, Optional<QuantizationSpecBase>> sites,
      ImmutableSet<String> separate,
      ImmutableMap<String, Decision> decisions) {
    this.sites = sites;
    this.separate = separate;
    this.decisions = decisions;
    ImmutableListMultimap.Builder<String, Site.Input> byNode = ImmutableListMultimap.builder();
    for (Site site : sites.keySet()) {
      if (site instanceof Site.Input input) {
        byNode.put(input.node(), input);
      }
    }
    this.inputsByNode = byNode.build();
  }

  /** Nothing is annotated, nothing decided. */
  public static Annotations none() {
    return NONE;
  }

  /** Collects annotations for a graph. */
  public static Builder builder(Graph graph) {
    return new Builder(graph);
  }

  /**
   * Every annotated site in the order of annotation; empty where the quantizer says expressly that
   * the site is not observed.
   */
  public ImmutableMap<Site, Optional<QuantizationSpecBase>> sites() {
    return sites;
  }

  /** The spec of a site; empty if there is none, or expressly none. */
  public Optional<QuantizationSpecBase> spec(Site site) {
    return sites.getOrDefault(site, Optional.empty());
  }

  /**
   * True unless the quantizer has forbidden that what this node reads shares the observer of other
   * sites of the same value.
   */
  public boolean allowsImplicitSharing(String node) {
    return !separate.contains(node);
  }

  /** What was decided about a node. */
  public Optional<Decision> decision(String node) {
    return Optional.ofNullable(decisions.get(node));
  }

  public ImmutableMap<String, Decision> decisions() {
    return decisions;
  }

  /**
   * True if a quantizer has taken charge of a node: it has annotated it, or left it in floating
   * point on request. A quantizer that comes later leaves such a node alone.
   */
  public boolean claims(Node node) {
    Decision decision = decisions.get(node.name());
    return inputsByNode.containsKey(node.name())
        || node.results().stream().anyMatch(value -> sites.containsKey(Site.output(value)))
        || (decision != null && decision.reason().isQuantized())
        || (decision != null && decision.reason().outcome() == Reason.Outcome.EXCLUDED);
  }

  /**
   * Visits the annotated sites in graph order: what a node reads, in the order of annotation, then
   * its results. This order decides who creates a shared observer.
   */
  public void forEach(Graph graph, BiConsumer<Site, Optional<QuantizationSpecBase>> action) {
    for (Value input : graph.inputs()) {
      visitOutput(input, action);
    }
    for (Node node : graph.nodes()) {
      for (Site.Input input : inputsByNode.get(node.name())) {
        action.accept(input, sites.getOrDefault(input, Optional.empty()));
      }
      node.results().forEach(value -> visitOutput(value, action));
    }
  }

  private void visitOutput(Value value, BiConsumer<Site, Optional<QuantizationSpecBase>> action) {
    Site site = Site.output(value);
    Optional<QuantizationSpecBase> spec = sites.getOrDefault(site, Optional.empty());
    if (spec.isPresent()) {
      action.accept(site, spec);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Annotations that
        && sites.equals(that.sites)
        && separate.equals(that.separate)
        && decisions.equals(that.decisions);
  }

  @Override
  public int hashCode() {
    return sites.hashCode() * 31 + decisions.hashCode();
  }

  @Override
  public String toString() {
    return sites.size() + " annotated sites, " + decisions.size() + " decisions";
  }

  /**
   * Collects annotations. A site takes one spec: a second one is an error, so that no part of a
   * quantizer undoes what another has done. Not thread-safe.
   */
  public static final class Builder {
    private final Graph graph;
    private final Map<Site, Optional<QuantizationSpecBase>> sites = new LinkedHashMap<>();
    private final Set<String> separate = new LinkedHashSet<>();
    private final Map<String, Decision> decisions = new LinkedHashMap<>();
    private @Nullable Map<String, Node> nodes;

    private Builder(Graph graph) {
      this.graph = graph;
    }

    /**
     * Annotates what a node reads.
     *
     * @param operand counted from 0, as in {@link Node#operands()}
     * @param spec null to say expressly that the operand is not observed
     * @throws AnnotationException if the site has a spec, naming both
     */
    public Builder input(Node node, int operand, @Nullable QuantizationSpecBase spec) {
      put(Site.input(node, operand), node.toString(), spec);
      return this;
    }

    /**
     * Annotates a value: a result of a node or an input of the graph.
     *
     * @throws AnnotationException if the site has a spec, naming both
     */
    public Builder output(Value value, QuantizationSpecBase spec) {
      put(Site.output(value), value.toString(), spec);
      return this;
    }

    /** Keeps what a node reads from sharing the observer of other sites without being told to. */
    public Builder withoutImplicitSharing(Node node) {
      separate.add(node.name());
      return this;
    }

    /** Notes a decision; a later one about the same node takes its place. */
    public Builder decide(Decision decision) {
      decisions.put(decision.node(), decision);
      return this;
    }

    /** True if the site has been annotated. */
    public boolean has(Site site) {
      return sites.containsKey(site);
    }

    /** The spec that a site was given. */
    public Optional<QuantizationSpecBase> spec(Site site) {
      return sites.getOrDefault(site, Optional.empty());
    }

    /** The decision about a node so far. */
    public Optional<Decision> decision(Node node) {
      return Optional.ofNullable(decisions.get(node.name()));
    }

    /**
     * Adds what another quantizer has annotated.
     *
     * @param quantizer its name, for messages
     * @throws AnnotationException if it annotates a node that is annotated here
     */
    public Builder addAll(Annotations other, String quantizer) {
      Annotations before = build();
      other.sites.forEach((site, spec) -> {
        Node node = nodeOf(site);
        if (node != null && before.claims(node)) {
          throw new AnnotationException(
              quantizer
                  + " annotates "
                  + site
                  + ", but "
                  + node
                  + " was annotated before ("
                  + before.decision(node.name()).map(Decision::toString).orElse("no reason given")
                  + "); a quantizer must leave alone what Annotations.claims says is taken");
        }
        put(site, quantizer, spec.orElse(null));
      });
      separate.addAll(other.separate);
      other.decisions.forEach((name, decision) -> {
        Decision earlier = decisions.get(name);
        if (earlier == null
            || decision.reason().isQuantized()
            || (earlier.reason().outcome() == Reason.Outcome.FLOAT
                && decision.reason() != Reason.ANNOTATED_BEFORE)) {
          decisions.put(name, decision);
        }
      });
      return this;
    }

    private @Nullable Node nodeOf(Site site) {
      return switch (site) {
        case Site.Input(String node, int _) -> nodes().get(node);
        case Site.Output(String value) -> graph.find(value).flatMap(graph::producer).orElse(null);
      };
    }

    private Map<String, Node> nodes() {
      if (nodes == null) {
        nodes = new HashMap<>();
        for (Node node : graph.nodes()) {
          nodes.put(node.name(), node);
        }
      }
      return nodes;
    }

    private void put(Site site, String what, @Nullable QuantizationSpecBase spec) {
      Optional<QuantizationSpecBase> given = Optional.ofNullable(spec);
      Optional<QuantizationSpecBase> earlier = sites.putIfAbsent(site, given);
      if (earlier != null) {
        throw new AnnotationException(
            what
                + ": "
                + site
                + " is annotated twice, with "
                + earlier.map(Object::toString).orElse("no spec")
                + " and then with "
                + given.map(Object::toString).orElse("no spec")
                + "; ask Builder.has before, or annotate each node in one place");
      }
    }

    public Annotations build() {
      return new Annotations(
          ImmutableMap.copyOf(sites),
          ImmutableSet.copyOf(separate),
          ImmutableMap.copyOf(decisions));
    }

    /** Decides about every node of a list that has no decision yet. */
    public Builder decideRest(List<Node> rest, Reason reason, String annotator) {
      for (Node node : rest) {
        decisions.putIfAbsent(node.name(), new Decision(node.name(), reason, annotator));
      }
      return this;
    }
  }
}
