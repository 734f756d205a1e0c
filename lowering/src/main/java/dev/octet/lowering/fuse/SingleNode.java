package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import java.util.List;

/** A node that no rule covers. */
public record SingleNode(ImmutableList<Node> nodes) implements Region {
  public SingleNode(Node node) {
    this(ImmutableList.of(node));
  }

  public Node node() {
    return nodes.getFirst();
  }

  @Override
  public ImmutableList<Value> reads() {
    return ImmutableList.copyOf(node().operands().stream().distinct().toList());
  }

  @Override
  public ImmutableList<Value> writes() {
    return ImmutableList.copyOf(List.copyOf(node().results()));
  }
}
