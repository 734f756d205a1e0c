package dev.octet.graph.verify;

import dev.octet.graph.Graph;
import dev.octet.graph.Node;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.op.Quantize;
import dev.octet.op.QuantizePerChannel;
import dev.octet.op.TensorType;
import dev.octet.tensor.DType;
import java.util.Locale;

/**
 * The range of every quantize and dequantize operator is not empty and lies in that of its integer
 * element type, the zero point lies in the range, the scale is positive and finite, and the tensor
 * that is dequantized has the element type that the operator names.
 */
final class QuantizedRangesFitTheirTypes implements Rule {
  @Override
  public void check(Graph graph, Findings findings) {
    for (Node node : graph.nodes()) {
      switch (node.op()) {
        case Quantize q -> {
          range(node, q.quantMin(), q.quantMax(), q.dtype(), findings);
          if (!q.isDynamic()) {
            scale(node, q.scale(), q.zeroPoint(), q.quantMin(), q.quantMax(), findings);
          }
        }
        case Dequantize q -> {
          range(node, q.quantMin(), q.quantMax(), q.dtype(), findings);
          input(node, q.dtype(), findings);
          if (!q.isDynamic()) {
            scale(node, q.scale(), q.zeroPoint(), q.quantMin(), q.quantMax(), findings);
          }
        }
        case QuantizePerChannel q -> range(node, q.quantMin(), q.quantMax(), q.dtype(), findings);
        case DequantizePerChannel q -> {
          range(node, q.quantMin(), q.quantMax(), q.dtype(), findings);
          input(node, q.dtype(), findings);
        }
        default -> {}
      }
    }
  }

  private static void range(Node node, long min, long max, DType type, Findings findings) {
    if (!type.isInteger()) {
      findings.at(node, "quantizes to " + type + ", expected an integer type");
    } else if (min > max || min < type.minValue() || max > type.maxValue()) {
      findings.at(
          node,
          String.format(
              Locale.ROOT,
              "has the range %d to %d, expected one within %d to %d of %s",
              min,
              max,
              type.minValue(),
              type.maxValue(),
              type));
    }
  }

  private static void scale(
      Node node, double scale, long zeroPoint, long min, long max, Findings findings) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      findings.at(node, "has the scale " + scale + ", expected a positive finite number");
    }
    if (zeroPoint < min || zeroPoint > max) {
      findings.at(
          node,
          String.format(
              Locale.ROOT,
              "has the zero point %d, expected one within %d to %d",
              zeroPoint,
              min,
              max));
    }
  }

  private static void input(Node node, DType type, Findings findings) {
    int index = node.op().operandIndex("input").orElse(-1);
    if (index >= 0
        && node.operand(index).type() instanceof TensorType found
        && found.dtype() != type) {
      findings.at(
          node,
          String.format(
              Locale.ROOT,
              "dequantizes %s of %s, expected %s",
              node.operand(index),
              found.dtype(),
              type));
    }
  }
}
