package dev.octet.quantizer.prepare;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Use;
import dev.octet.graph.Value;
import dev.octet.quantizer.annotate.Annotations;
import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which sites share an observer, found as PyTorch's prepare does: union-find over the annotated
 * sites in graph order. Sites share because a spec says so, or because they carry the same value
 * and their specs agree in everything but the observer.
 */
final class SharingGroups {
  private final Graph graph;
  private final Annotations annotations;
  private final Map<Site, Optional<QuantizationSpecBase>> specs = new LinkedHashMap<>();
  private final Map<Site, Site> parents = new HashMap<>();

  private SharingGroups(Graph graph, Annotations annotations) {
    this.graph = graph;
    this.annotations = annotations;
    annotations.forEach(graph, specs::put);
    specs.keySet().forEach(site -> parents.put(site, site));
  }

  /** The groups, by their first site in graph order; so are the sites of each. */
  static List<List<Site>> of(Graph graph, Annotations annotations) {
    return new SharingGroups(graph, annotations).find();
  }

  private List<List<Site>> find() {
    Map<String, Node> nodes = new HashMap<>();
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
    specs.forEach((site, spec) -> {
      if (site instanceof Site.Input input) {
        Node node = nodes.get(input.node());
        if (node != null) {
          joinSitesOfSameValue(input, node, unwrap(spec));
        }
      }
      if (spec.orElse(null) instanceof SharedQuantizationSpec(Site target)) {
        union(target, site);
      }
    });
    Map<Site, List<Site>> groups = new LinkedHashMap<>();
    for (Site site : specs.keySet()) {
      groups.computeIfAbsent(root(site), _ -> new ArrayList<>()).add(site);
    }
    return new ArrayList<>(groups.values());
  }

  private void joinSitesOfSameValue(
      Site.Input site, Node node, Optional<QuantizationSpecBase> mine) {
    Value value = node.operand(site.index());
    boolean allowed = annotations.allowsImplicitSharing(node.name());
    for (Use use : graph.uses(value)) {
      Site other = Site.input(use.user(), use.operand());
      // Two operands of one node that are one value have a single entry in PyTorch's table, so
      // they share even where sharing with others is forbidden.
      boolean sameNode = use.user().name().equals(node.name());
      if (!other.equals(site) && (allowed || sameNode)) {
        unionIfEqual(other, site, mine);
      }
    }
    if (allowed) {
      unionIfEqual(Site.output(value), site, mine);
    }
  }

  private void unionIfEqual(Site other, Site site, Optional<QuantizationSpecBase> mine) {
    Optional<QuantizationSpecBase> theirs = specs.get(other);
    if (theirs == null) {
      return;
    }
    Optional<QuantizationSpecBase> concrete = unwrap(theirs);
    if (concrete.isPresent() && mine.isPresent() && agree(concrete.get(), mine.get())) {
      union(other, site);
    }
  }

  /**
   * Derived parameters agree only if they are derived from the same sites: a layer that is called
   * twice needs its bias at the scale of each call's input. PyTorch gives both that of the first.
   */
  private static boolean agree(QuantizationSpecBase one, QuantizationSpecBase other) {
    boolean derived =
        one instanceof DerivedQuantizationSpec || other instanceof DerivedQuantizationSpec;
    return derived ? one.equals(other) : Objects.equals(one.traits(), other.traits());
  }

  /**
   * Follows explicit sharing to a spec that stands for itself. PyTorch goes on from the root of the
   * target's group instead, and never ends if that one shares with a member of its own group. Where
   * PyTorch ends, both find the same: sites only join a group whose specs agree with theirs.
   */
  private Optional<QuantizationSpecBase> unwrap(Optional<QuantizationSpecBase> spec) {
    Optional<QuantizationSpecBase> current = spec;
    while (current.orElse(null) instanceof SharedQuantizationSpec(Site target)) {
      current = specs.getOrDefault(target, Optional.empty());
    }
    return current;
  }

  private Site root(Site site) {
    Site root = site;
    for (Site next = parents.getOrDefault(root, root);
        !next.equals(root);
        next = parents.getOrDefault(root, root)) {
      root = next;
    }
    // What was passed on the way is put right under the root, for the next time.
    Site current = site;
    while (!current.equals(root)) {
      Site next = parents.getOrDefault(current, root);
      parents.put(current, root);
      current = next;
    }
    return root;
  }

  /**
   * Which of the two roots becomes that of both does not matter: a group has no order of its own.
   */
  private void union(Site one, Site other) {
    parents.put(root(other), root(one));
  }
}
