package dev.octet.quantizer.convert.reference;

import dev.octet.graph.Node;
import dev.octet.graph.Value;
import dev.octet.op.Dequantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/** A tensor of integers with one scale, read from the dequantize that gives it to an operator. */
record QuantizedActivation(Node dequantize, Dequantize op) {
  /** Integers of more bits are no activations: products of them need more than 64. */
  private static final int BYTES = 2;

  /**
   * Nothing if the integers have more than 16 bits, the operator does not compute in float32, or a
   * tensor without dimensions has its scale chosen at each run.
   */
  static Optional<QuantizedActivation> of(Node dequantize, Dequantize op) {
    boolean fits =
        isSmallInteger(op.dtype())
            && op.outDType() == DType.FLOAT32
            && (!op.isDynamic() || dequantize.operand(0).tensorType().rank() > 0);
    return fits ? Optional.of(new QuantizedActivation(dequantize, op)) : Optional.empty();
  }

  static boolean isSmallInteger(DType type) {
    return type.isInteger() && type.bytes() <= BYTES;
  }

  boolean isDynamic() {
    return op.isDynamic();
  }

  /** The integers as they are stored. */
  Value stored() {
    return dequantize.operand(0);
  }

  double scale() {
    return op.scale();
  }

  /** The scale that each run chooses: one element of float32. */
  Value chosenScale(Formula formula) {
    return formula.to(dequantize.operand(1), DType.FLOAT32);
  }

  /** The largest distance of an integer from the zero point. */
  long reach() {
    long range = op.quantMax() - op.quantMin();
    if (isDynamic()) {
      return range;
    }
    return Math.max(
        Math.abs(op.quantMin() - op.zeroPoint()), Math.abs(op.quantMax() - op.zeroPoint()));
  }

  /** The integers minus the zero point, so that 0 stands for 0. */
  Value centred(Formula formula, DType type) {
    Value wide = formula.to(stored(), type);
    return isDynamic()
        ? formula.minus(wide, formula.to(dequantize.operand(2), type))
        : formula.minus(wide, op.zeroPoint());
  }
}
