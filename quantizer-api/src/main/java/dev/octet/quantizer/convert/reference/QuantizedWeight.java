package dev.octet.quantizer.convert.reference;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dequantize;
import dev.octet.op.DequantizePerChannel;
import dev.octet.tensor.DType;
import java.util.Optional;

/** A weight of integers, with one scale or one for each output channel. */
record QuantizedWeight(Node dequantize) {
  /**
   * Nothing if the node is no dequantize to float32 of integers of at most 16 bits, with fixed
   * parameters and whole zero points, whose channels run along the first dimension.
   */
  static Optional<QuantizedWeight> of(Optional<Node> producer) {
    return producer.filter(QuantizedWeight::fits).map(QuantizedWeight::new);
  }

  private static boolean fits(Node node) {
    return switch (node.op()) {
      case Dequantize op ->
          !op.isDynamic()
              && QuantizedActivation.isSmallInteger(op.dtype())
              && op.outDType() == DType.FLOAT32;
      case DequantizePerChannel op ->
          op.axis() == 0
              && QuantizedActivation.isSmallInteger(op.dtype())
              && op.outDType() == DType.FLOAT32
              && node.operand(1).tensorType().dtype() == DType.FLOAT32
              && zeroPoints(node).map(zero -> zero.tensorType().dtype().isInteger()).orElse(true);
      default -> false;
    };
  }

  private static Optional<Value> zeroPoints(Node node) {
    return node.op().operandIndex("zero_points").stream().mapToObj(node::operand).findFirst();
  }

  Value stored() {
    return dequantize.operand(0);
  }

  /** The only scale; nothing if each channel has its own. */
  Optional<Double> scale() {
    return dequantize.op() instanceof Dequantize op ? Optional.of(op.scale()) : Optional.empty();
  }

  /** The scales of the channels; an error if there is only one. */
  Value scales() {
    return dequantize.operand(dequantize.op().operandIndex("scales").orElseThrow());
  }

  /** The largest distance of an integer from its zero point. */
  long reach() {
    return switch (dequantize.op()) {
      case Dequantize op -> op.quantMax() - op.quantMin();
      case DequantizePerChannel op -> op.quantMax() - op.quantMin();
      default -> throw new IllegalStateException("no dequantize: " + dequantize);
    };
  }

  /** The integers minus their zero points. */
  Value centred(Formula formula, DType type) {
    Value wide = formula.to(stored(), type);
    if (dequantize.op() instanceof Dequantize op) {
      return formula.minus(wide, op.zeroPoint());
    }
    int rank = stored().tensorType().rank();
    return zeroPoints(dequantize)
        .map(zero -> formula.minus(wide, formula.along(formula.to(zero, type), 0, rank)))
        .orElse(wide);
  }
}
