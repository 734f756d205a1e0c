package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;

/**
 * A linear layer that is part of no longer pattern; a module that is called often, at each call.
 */
public record LinearAlone() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (Partition partition : pass.partitions().of(Kind.LINEAR)) {
      for (Node linear : partition.nodes()) {
        if (linear.op().name().equals(AtenOps.LINEAR)
            && pass.isSelected(linear)
            && !pass.leavesInFloat(name(), linear)) {
          pass.annotateLayer(linear);
          pass.endPattern(linear);
          pass.decidePattern(name(), linear);
        }
      }
    }
  }
}
