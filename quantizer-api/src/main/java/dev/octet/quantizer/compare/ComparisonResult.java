package dev.octet.quantizer.compare;

import com.google.common.collect.ImmutableList;
import dev.octet.op.NearestNames;
import dev.octet.tensor.InputException;
import java.util.Comparator;
import java.util.List;

/**
 * How far each node of a quantized program is from the float program. Immutable.
 *
 * @param nodes the nodes that both graphs have, in the order of the float graph
 * @param outputs of the program, in their order
 * @param samples how many were run
 */
public record ComparisonResult(
    ImmutableList<NodeComparison> nodes, ImmutableList<TensorError> outputs, int samples) {

  /**
   * The {@code n} quantized nodes that lose most by themselves: those to leave in floating point
   * first. Smallest isolated SQNR first; equal ones, which need not lose anything, in graph order.
   */
  public ImmutableList<NodeComparison> worst(int n) {
    return nodes.stream()
        .filter(node -> node.isolated().isPresent())
        .sorted(Comparator.comparingDouble(node -> node.isolated().orElseThrow().sqnr()))
        .limit(n)
        .collect(ImmutableList.toImmutableList());
  }

  /** The {@code n} nodes whose values are furthest off when everything is quantized. */
  public ImmutableList<NodeComparison> worstAccumulated(int n) {
    return nodes.stream()
        .sorted(Comparator.comparingDouble(node -> node.accumulated().sqnr()))
        .limit(n)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * The comparison of one node, by its name in either graph, with or without {@code %}; the float
   * graph's names go first.
   *
   * @throws InputException naming the nearest names if there is no such node
   */
  public NodeComparison node(String name) {
    String bare = name.startsWith("%") ? name.substring(1) : name;
    return nodes.stream()
        .filter(node -> node.node().equals(bare))
        .findFirst()
        .or(() -> nodes.stream().filter(node -> node.quantizedNode().equals(bare)).findFirst())
        .orElseThrow(() -> {
          List<String> names = nodes.stream().map(NodeComparison::node).toList();
          return new InputException(
              "%"
                  + bare
                  + " is no node that both graphs have; nearest: "
                  + String.join(", ", NearestNames.nearest(bare, names, 3)));
        });
  }

  /** The comparison as JSON; infinities and NaN are the strings inf, -inf and nan. */
  public String toJson() {
    return ComparisonJson.of(this);
  }

  /** The comparison as a Markdown table, one row for each node. */
  public String toMarkdown() {
    return ComparisonMarkdown.of(this);
  }
}
