package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;

/** There is no quantize and no dequantize operator. */
final class NothingIsQuantized implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      switch (node.op()) {
        case Quantize _, QuantizePerChannel _, Dequantize _, DequantizePerChannel _ ->
            findings.at(
                node,
                "quantizes or dequantizes, which a graph of this stage does not; a quantized"
                    + " program is QUANTIZED");
        default -> {}
      }
    }
  }
}
