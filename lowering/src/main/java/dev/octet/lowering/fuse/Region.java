package dev.octet.lowering.fuse;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;

/** Nodes that one kernel computes. Nodes may stand in several regions: each computes them anew. */
public sealed interface Region
    permits Contraction, Pooling, Reinterpretation, Elementwise, SingleNode {
  /** In graph order. */
  ImmutableList<Node> nodes();

  /** What must be there before it runs, without constants that no kernel reads at run time. */
  ImmutableList<Value> reads();

  /** What it gives. */
  ImmutableList<Value> writes();

  /** What it computes, for people: {@code conv2d + add + relu + quantize}. */
  default String label() {
    StringBuilder label = new StringBuilder();
    for (Node node : nodes()) {
      label.append(label.isEmpty() ? "" : " + ").append(node.op().name().base());
    }
    return label.toString();
  }
}
