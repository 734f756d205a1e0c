package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import java.util.List;

/** Convolution and an activation that is computed on the accumulator before it is rounded. */
public record ConvolutionUnary() implements Annotator {
  private static final ImmutableSet<OpName> CONVOLUTIONS =
      ImmutableSet.of(AtenOps.CONV1D, AtenOps.CONV2D);
  private static final ImmutableList<Kind> AFTER_CONV2D =
      ImmutableList.of(Kind.RELU, Kind.HARDTANH, Kind.HARDSWISH, Kind.RELU6, Kind.SILU);
  private static final ImmutableList<Kind> AFTER_CONV1D = ImmutableList.of(Kind.RELU);

  @Override
  public void annotate(AnnotationPass pass) {
    AFTER_CONV2D.forEach(unary -> annotate(Kind.CONV2D, unary, pass));
    ImmutableList<Kind> after1d = pass.matchesByOperator() ? AFTER_CONV2D : AFTER_CONV1D;
    after1d.forEach(unary -> annotate(Kind.CONV1D, unary, pass));
  }

  private void annotate(Kind convolution, Kind unary, AnnotationPass pass) {
    for (ImmutableList<Partition> chain : pass.partitions().chains(convolution, unary)) {
      LayerPattern.outputs(chain).ifPresent(nodes -> annotate(nodes, pass));
    }
  }

  private void annotate(List<Node> nodes, AnnotationPass pass) {
    Node conv = nodes.get(0);
    Node unary = nodes.get(1);
    if (!CONVOLUTIONS.contains(conv.op().name())
        || !pass.isSelected(unary, conv)
        || pass.leavesInFloat(name(), unary, conv)) {
      return;
    }
    pass.annotateLayer(conv);
    pass.endPattern(unary);
    pass.decidePattern(name(), conv, unary);
  }
}
