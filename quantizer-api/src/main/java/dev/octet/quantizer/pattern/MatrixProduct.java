package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.op.AtenOps;
import dev.octet.quantizer.annotate.Reason;

/** A product of two computed matrices, as in attention; only where a rule names it. */
public record MatrixProduct() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (Node node : pass.graph().nodes()) {
      if (!node.op().name().equals(AtenOps.MATMUL)) {
        continue;
      }
      if (!pass.isSelected(node)) {
        if (!pass.marks().isTaken(node) && pass.isAbout(node)) {
          pass.decline(
              node, Reason.OPT_IN, name(), "setFunctionType(\"torch.matmul\", …) quantizes it");
        }
      } else if (!pass.leavesInFloat(name(), node)) {
        for (int i = 0; i < node.operands().size(); i++) {
          pass.into().input(node, i, pass.activation());
        }
        pass.endPattern(node);
        pass.decide(
            node, pass.activation() == null ? Reason.NO_SPEC : Reason.QUANTIZED, name(), "");
      }
    }
  }
}
