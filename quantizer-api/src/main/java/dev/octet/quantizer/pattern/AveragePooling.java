package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;

/** Averages of integers, rounded to the same scale. */
public record AveragePooling() implements Propagator {
  @Override
  public boolean handles(Node node) {
    return node.op().name().equals(AtenOps.AVG_POOL2D)
        || node.op().name().equals(AtenOps.ADAPTIVE_AVG_POOL2D);
  }

  @Override
  public void annotate(Node node, AnnotationPass pass) {
    Propagation.annotateSingle(node, pass, name());
  }
}
