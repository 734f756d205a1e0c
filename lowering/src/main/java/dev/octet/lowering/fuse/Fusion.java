package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.octet.graph.GraphOutput;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.lowering.freeze.FrozenGraph;
import dev.octet.op.Observe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Groups the nodes of a graph into regions. */
public final class Fusion {
  /** Longest first: what one rule takes is not offered to the next. */
  private static final List<FusionRule> RULES =
      List.of(new FuseContraction(), new FusePooling(), new FuseReinterpretation());

  private Fusion() {}

  /**
   * What fusion gives.
   *
   * @param regions in an order in which they can run; together they compute every output
   * @param frozen the graph, with the constants that regions read
   */
  public record Result(ImmutableList<Region> regions, FrozenGraph frozen) {}

  /** Groups the nodes of a graph. */
  public static Result fuse(FrozenGraph frozen, FusionPolicy policy) {
    FusionContext context = new FusionContext(frozen, policy);
    Map<Node, Region> byLastNode = new HashMap<>();
    for (FusionRule rule : RULES) {
      for (Node node : frozen.graph().nodes()) {
        if (context.isTaken(node)) {
          continue;
        }
        Optional<Region> region = rule.match(node, context);
        if (region.isPresent()) {
          context.take(region.get());
          byLastNode.put(region.get().nodes().getLast(), region.get());
        }
      }
    }
    FrozenGraph complete = frozen.with(context.expanded());
    return new Result(demanded(complete, context, byLastNode), complete);
  }

  /** Backwards from the outputs: only what somebody reads is computed. */
  private static ImmutableList<Region> demanded(
      FrozenGraph frozen, FusionContext context, Map<Node, Region> byLastNode) {
    Set<Value> demand = new HashSet<>();
    for (GraphOutput output : frozen.graph().outputs()) {
      if (output instanceof GraphOutput.Of(Value value)) {
        demand.add(value);
      }
    }
    List<Region> reversed = new ArrayList<>();
    for (Node node : frozen.graph().nodes().reversed()) {
      Region region = byLastNode.get(node);
      if (region == null) {
        boolean wanted =
            node.op() instanceof Observe || node.results().stream().anyMatch(demand::contains);
        boolean isConstant =
            frozen.constants().keySet().containsAll(node.results())
                && !(node.op() instanceof Observe);
        if (!wanted || isConstant || context.isTaken(node)) {
          continue;
        }
        region = new SingleNode(node);
      } else if (region.writes().stream().noneMatch(demand::contains)) {
        continue;
      }
      reversed.add(region);
      demand.addAll(region.reads());
    }
    return GroupElementwise.apply(Lists.reverse(reversed), frozen, context.policy());
  }
}
