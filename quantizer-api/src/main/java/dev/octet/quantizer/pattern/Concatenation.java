package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;

/** Quantized tensors side by side; all take one scale, so that nothing is computed. */
public record Concatenation() implements Propagator {
  @Override
  public boolean handles(Node node) {
    return node.op().name().equals(AtenOps.CAT);
  }

  @Override
  public void annotate(Node node, AnnotationPass pass) {
    if (!Propagation.areQuantized(node.operands(), node, pass, name())) {
      return;
    }
    SharedQuantizationSpec shared = new SharedQuantizationSpec(Site.input(node, 0));
    pass.into().input(node, 0, pass.activation());
    for (int i = 1; i < node.operands().size(); i++) {
      pass.into().input(node, i, pass.activation() == null ? null : shared);
    }
    pass.endPattern(node);
    Propagation.decide(node, pass, name());
  }
}
