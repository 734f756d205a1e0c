package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import java.util.List;

/** Linear and an activation that is computed on the accumulator before it is rounded. */
public record LinearUnary() implements Annotator {
  private static final ImmutableList<Kind> ACTIVATIONS =
      ImmutableList.of(Kind.RELU, Kind.LEAKY_RELU, Kind.TANH, Kind.GELU);

  @Override
  public void annotate(AnnotationPass pass) {
    for (Kind unary : ACTIVATIONS) {
      for (ImmutableList<Partition> chain : pass.partitions().chains(Kind.LINEAR_MODULE, unary)) {
        LayerPattern.outputs(chain).ifPresent(nodes -> annotate(nodes, pass));
      }
    }
  }

  private void annotate(List<Node> nodes, AnnotationPass pass) {
    Node linear = nodes.get(0);
    Node unary = nodes.get(1);
    if (!linear.op().name().equals(AtenOps.LINEAR)
        || !pass.isSelected(unary, linear)
        || pass.leavesInFloat(name(), unary, linear)) {
      return;
    }
    pass.annotateLayer(linear);
    pass.endPattern(unary);
    pass.decidePattern(name(), linear, unary);
  }
}
