package dev.octet.quantizer.pattern;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.AtenOps;
import dev.octet.op.TensorType;
import dev.octet.quantizer.annotate.Reason;

/** A product of two tensors of equal shape, element by element. */
public record ElementwiseProduct() implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (Node node : pass.graph().nodes()) {
      if (node.op().name().equals(AtenOps.MUL_TENSOR) && pass.isSelected(node)) {
        annotate(node, pass);
      }
    }
  }

  private void annotate(Node node, AnnotationPass pass) {
    if (pass.leavesInFloat(name(), node)) {
      return;
    }
    if (node.operands().size() != 2) {
      pass.decline(node, Reason.SCALAR_OPERAND, name(), "");
      return;
    }
    Value a = node.operand(0);
    Value b = node.operand(1);
    if (!(a.type() instanceof TensorType left) || !(b.type() instanceof TensorType right)) {
      pass.decline(node, Reason.SCALAR_OPERAND, name(), "");
    } else if (!left.sizes().equals(right.sizes())) {
      pass.decline(node, Reason.SHAPES_DIFFER, name(), left + " and " + right);
    } else if (!left.dtype().isFloatingPoint() || !right.dtype().isFloatingPoint()) {
      pass.decline(node, Reason.NOT_FLOATING_POINT, name(), left + " and " + right);
    } else {
      pass.into().input(node, 0, pass.activation()).input(node, 1, pass.activation());
      pass.endPattern(node);
      pass.decide(node, pass.activation() == null ? Reason.NO_SPEC : Reason.QUANTIZED, name(), "");
    }
  }
}
