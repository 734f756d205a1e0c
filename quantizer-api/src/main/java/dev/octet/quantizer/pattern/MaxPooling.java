package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;

/** The largest of several integers is the largest of the numbers they stand for. */
public record MaxPooling() implements Propagator {
  @Override
  public boolean handles(Node node) {
    return node.op().name().equals(AtenOps.MAX_POOL2D);
  }

  @Override
  public void annotate(Node node, AnnotationPass pass) {
    Propagation.annotateSingle(node, pass, name());
  }
}
