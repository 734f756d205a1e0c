package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Dequantize;
import dev.octet.op.Observe;
import dev.octet.op.ToCopy;
import dev.octet.op.Upsample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts single nodes that generated code can compute together, where only one group reads what a
 * node gives and none of its reductions would run over and over.
 */
final class GroupElementwise {
  /** Bodies stay small enough for a compiler to handle them well. */
  private static final int MOST_NODES = 24;

  private final FusionPolicy policy;
  private final Set<Value> outputs = new HashSet<>();

  /** What a group reads again and again, as an interpolation does. */
  private final Set<Value> repeated = new HashSet<>();

  private GroupElementwise(FrozenGraph frozen, FusionPolicy policy) {
    this.policy = policy;
    for (GraphOutput output : frozen.graph().outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        outputs.add(value);
      }
    }
  }

  static ImmutableList<Region> apply(
      List<Region> regions, FrozenGraph frozen, FusionPolicy policy) {
    return new GroupElementwise(frozen, policy).apply(regions);
  }

  /** Nodes in reverse order, at the place of the last one. */
  private static final class Group {
    final List<Node> reversed = new ArrayList<>();
  }

  private ImmutableList<Region> apply(List<Region> regions) {
    Map<Value, Set<Object>> readers = new HashMap<>();
    List<Object> reversed = new ArrayList<>();
    for (Region region : regions.reversed()) {
      Object owner = region;
      if (region instanceof SingleNode single
          && !(single.node().op() instanceof Observe) // somebody may look at what lies there
          && policy.declinesElementwise(single.node()).isEmpty()) {
        owner = home(single.node(), readers);
        boolean joins = owner instanceof Group;
        if (single.node().op() instanceof Upsample
            || (joins && single.node().results().stream().anyMatch(repeated::contains))) {
          repeated.addAll(single.reads());
        }
        if (owner instanceof Group group) {
          group.reversed.add(single.node());
        } else {
          Group group = new Group();
          group.reversed.add(single.node());
          reversed.add(group);
          owner = group;
        }
      } else {
        reversed.add(region);
      }
      for (Value value : region.reads()) {
        readers.computeIfAbsent(value, _ -> new HashSet<>()).add(owner);
      }
    }
    return Lists.reverse(reversed).stream()
        .map(item -> item instanceof Group group ? region(group, readers) : (Region) item)
        .collect(ImmutableList.toImmutableList());
  }

  /** The one group that reads everything the node gives and may have it, or the node itself. */
  private Object home(Node node, Map<Value, Set<Object>> readers) {
    Set<Object> all = new HashSet<>();
    for (Value result : node.results()) {
      if (outputs.contains(result) || (repeated.contains(result) && !isLight(node))) {
        return node;
      }
      all.addAll(readers.getOrDefault(result, Set.of()));
    }
    return all.size() == 1
            && all.iterator().next() instanceof Group group
            && group.reversed.size() < MOST_NODES
            && !policy.repeats(node, Lists.reverse(group.reversed))
        ? group
        : node;
  }

  /** What costs little more than a load. */
  private static boolean isLight(Node node) {
    return node.op() instanceof Dequantize || node.op() instanceof ToCopy;
  }

  private Region region(Group group, Map<Value, Set<Object>> readers) {
    List<Node> nodes = Lists.reverse(group.reversed);
    if (nodes.size() == 1) {
      return new SingleNode(nodes.getFirst());
    }
    Set<Value> made = new HashSet<>();
    nodes.forEach(node -> made.addAll(node.results()));
    ImmutableList<Value> reads =
        nodes.stream()
            .flatMap(node -> node.operands().stream())
            .filter(value -> !made.contains(value))
            .distinct()
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Value> writes =
        nodes.stream()
            .flatMap(node -> node.results().stream())
            .filter(value ->
                outputs.contains(value)
                    || readers.getOrDefault(value, Set.of()).stream()
                        .anyMatch(reader -> reader != group))
            .collect(ImmutableList.toImmutableList());
    return new Elementwise(ImmutableList.copyOf(nodes), reads, writes);
  }
}
