package dev.octet.report;

import dev.octet.graph.Node;
import dev.octet.op.ChooseQParams;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Observe;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.op.QuantizedOps;

/** The nodes that change how a tensor is stored and not what it means; drawn as edges. */
final class Conversions {
  private Conversions() {}

  static boolean isQuantize(Node node) {
    return node.op() instanceof Quantize || node.op() instanceof QuantizePerChannel;
  }

  static boolean isDequantize(Node node) {
    return node.op() instanceof Dequantize || node.op() instanceof DequantizePerChannel;
  }

  static boolean isConversion(Node node) {
    return isQuantize(node)
        || isDequantize(node)
        || node.op() instanceof Observe
        || node.op() instanceof ChooseQParams
        || node.op().name().equals(QuantizedOps.CONVERT_ELEMENT_TYPE);
  }
}
