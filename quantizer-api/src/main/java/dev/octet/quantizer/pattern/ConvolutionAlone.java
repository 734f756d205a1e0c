package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import dev.octet.op.OpName;
import dev.octet.quantizer.annotate.Reason;

/**
 * A convolution that is part of no longer pattern. Of one dimension only if matching is by
 * operator: PyTorch's recipe has conv1d only with a ReLU behind it. A module that is called several
 * times in one partition (non-strict export) is annotated at each call; PyTorch refuses it.
 */
public record ConvolutionAlone() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    annotate(Kind.CONV2D, AtenOps.CONV2D, pass);
    if (pass.matchesByOperator()) {
      annotate(Kind.CONV1D, AtenOps.CONV1D, pass);
    }
  }

  private void annotate(Kind kind, OpName operator, AnnotationPass pass) {
    for (Partition partition : pass.partitions().of(kind)) {
      for (Node conv : partition.nodes()) {
        if (conv.op().name().equals(operator)) {
          annotate(conv, pass);
        } else if (conv.op().name().base().equals(operator.base()) && pass.isAbout(conv)) {
          pass.decline(conv, Reason.FORM_NOT_IN_RECIPE, name(), "expected " + operator);
        }
      }
    }
  }

  private void annotate(Node conv, AnnotationPass pass) {
    if (!pass.isSelected(conv) || pass.leavesInFloat(name(), conv)) {
      return;
    }
    pass.annotateLayer(conv);
    pass.endPattern(conv);
    pass.decidePattern(name(), conv);
  }
}
