package dev.octet.quantizer.pattern;

import com.google.common.collect.ImmutableList;
import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.quantizer.annotate.Reason;
import java.util.List;

/**
 * Carries quantization on through operators that take and give integers, in graph order, so that
 * whole chains of them are reached.
 */
public record Propagation(ImmutableList<Propagator> propagators) implements Annotator {
  @Override
  public void annotate(AnnotationPass pass) {
    for (Node node : pass.graph().nodes()) {
      for (Propagator propagator : propagators) {
        if (propagator.handles(node)
            && pass.isSelected(node)
            && !pass.leavesInFloat(propagator.name(), node)) {
          propagator.annotate(node, pass);
        }
      }
    }
  }

  /** Annotates a node of one tensor input if that comes from a quantized pattern. */
  static void annotateSingle(Node node, AnnotationPass pass, String name) {
    if (areQuantized(List.of(node.operand(0)), node, pass, name)) {
      pass.into().input(node, 0, pass.activation());
      pass.endPattern(node);
      decide(node, pass, name);
    }
  }

  /** True if all values come from quantized patterns; else the reason is noted. */
  static boolean areQuantized(
      List<Value> values, Node node, AnnotationPass pass, String annotator) {
    for (Value value : values) {
      if (!pass.marks().comesFromPattern(value)) {
        String producer = pass.graph().producer(value).map(Node::toString).orElse("input " + value);
        pass.decline(node, Reason.PRODUCER_NOT_QUANTIZED, annotator, producer);
        return false;
      }
    }
    return true;
  }

  static void decide(Node node, AnnotationPass pass, String annotator) {
    boolean spec = pass.activation() != null;
    pass.decide(node, spec ? Reason.PROPAGATED : Reason.NO_SPEC, annotator, "");
  }
}
