package dev.octet.quantizer.annotate;

import com.google.common.base.Preconditions;

/**
 * What a quantizer decided about a node and why.
 *
 * @param node the name of the node
 * @param annotator what decided: a part of the recipe, such as {@code ConvolutionAddRelu}; or the
 *     quantizer
 * @param rule the rule that selected the node, as the user wrote it; empty if none did
 * @param detail what the reason leaves open: the other node of a pattern, the differing shapes; may
 *     be empty
 */
public record Decision(String node, Reason reason, String annotator, String rule, String detail) {
  public Decision {
    Preconditions.checkArgument(!node.isEmpty(), "a decision needs a node");
  }

  public Decision(String node, Reason reason, String annotator) {
    this(node, reason, annotator, "", "");
  }

  /** {@code quantized: ConvolutionRelu, by setGlobal(…) (with %relu)}. */
  @Override
  public String toString() {
    return reason
        + ": "
        + annotator
        + (rule.isEmpty() ? "" : ", by " + rule)
        + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
