package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.graph.Origin;
import dev.octet.quantizer.rule.Matching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The partitions of a graph by kind, as PyTorch's {@code get_source_partitions} finds them: by the
 * last recorded call of a node; where none was recorded (non-strict export), by the name of the
 * function, else by the innermost module. Matching by operator makes each node a partition.
 */
final class Partitions {
  private final Graph graph;
  private final Matching matching;

  /** By source and then by the name of the call, both in graph order. */
  private final ImmutableMap<String, List<Partition>> bySource;

  private Partitions(
      Graph graph, Matching matching, ImmutableMap<String, List<Partition>> bySource) {
    this.graph = graph;
    this.matching = matching;
    this.bySource = bySource;
  }

  private record Key(String source, String name) {}

  static Partitions of(Graph graph, Matching matching) {
    Map<Key, List<Node>> groups = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      groups.computeIfAbsent(key(node, matching), _ -> new ArrayList<>()).add(node);
    }
    Map<String, List<Partition>> bySource = new LinkedHashMap<>();
    groups.forEach((key, nodes) ->
        bySource
            .computeIfAbsent(key.source, _ -> new ArrayList<>())
            .add(Partition.of(key.source, key.name, nodes, graph)));
    return new Partitions(graph, matching, ImmutableMap.copyOf(bySource));
  }

  private static Key key(Node node, Matching matching) {
    if (matching == Matching.BY_OPERATOR) {
      return new Key(node.op().name().toString(), node.name());
    }
    Origin origin = node.origin();
    if (origin.source().isPresent()) {
      return new Key(origin.source().get().target(), origin.source().get().name());
    }
    if (origin.torchFunction().isPresent()) {
      String target = origin.torchFunction().get().target();
      String function = target.substring(target.indexOf('.') + 1);
      if (function.equals("add") || function.equals("add_")) {
        return new Key(function, origin.torchFunction().get().name());
      }
    }
    return new Key(origin.moduleType(), origin.modulePath());
  }

  Graph graph() {
    return graph;
  }

  /**
   * The partitions of a kind: source by source, the sources in the order in which the graph first
   * has them.
   */
  List<Partition> of(Kind kind) {
    List<Partition> found = new ArrayList<>();
    bySource.forEach((source, partitions) -> {
      if (isOf(kind, source)) {
        found.addAll(partitions);
      }
    });
    return found;
  }

  private boolean isOf(Kind kind, String source) {
    return matching == Matching.BY_OPERATOR
        ? kind.operators().stream().anyMatch(op -> op.toString().equals(source))
        : kind.sources().contains(source);
  }

  /**
   * Chains of partitions, each of which feeds the next: those of the first kind in their order, for
   * each those of the second, and so on.
   */
  List<ImmutableList<Partition>> chains(Kind... kinds) {
    List<Map<String, Integer>> places = new ArrayList<>();
    List<List<Partition>> choices = new ArrayList<>();
    for (Kind kind : kinds) {
      List<Partition> partitions = of(kind);
      Map<String, Integer> place = new HashMap<>();
      for (int i = 0; i < partitions.size(); i++) {
        for (Node node : partitions.get(i).nodes()) {
          place.put(node.name(), i);
        }
      }
      choices.add(partitions);
      places.add(place);
    }
    List<ImmutableList<Partition>> chains = new ArrayList<>();
    for (Partition first : choices.getFirst()) {
      extend(ImmutableList.of(first), choices, places, chains);
    }
    return chains;
  }

  /** Looks only at the partitions that read a result of the chain's last one, in their order. */
  private void extend(
      ImmutableList<Partition> chain,
      List<List<Partition>> choices,
      List<Map<String, Integer>> places,
      List<ImmutableList<Partition>> chains) {
    int length = chain.size();
    if (length == choices.size()) {
      chains.add(chain);
      return;
    }
    Map<String, Integer> placeOf = places.get(length);
    SortedSet<Integer> next = new TreeSet<>();
    chain
        .getLast()
        .readers(graph)
        .forEach(reader -> {
          Integer place = placeOf.get(reader.name());
          if (place != null) {
            next.add(place);
          }
        });
    for (int place : next) {
      Partition partition = choices.get(length).get(place);
      extend(
          ImmutableList.<Partition>builder().addAll(chain).add(partition).build(),
          choices,
          places,
          chains);
    }
  }
}
