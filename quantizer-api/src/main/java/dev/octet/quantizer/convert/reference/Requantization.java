package dev.octet.quantizer.convert.reference;

import dev.octet.graph.Value;
import dev.octet.op.Quantize;
import dev.octet.tensor.DType;
import java.util.Optional;

/** Rounds what is counted in quanta of a result, moves it by the zero point and clamps it. */
record Requantization(double scale, long zeroPoint, long min, long max, DType dtype) {
  /** Whole numbers up to this one are exact in float32. */
  private static final long EXACT = 1 << 24;

  /**
   * Nothing if the parameters are chosen at each run, or the limits are no integers that float32
   * holds.
   */
  static Optional<Requantization> of(Quantize op) {
    return op.isDynamic() || !isExact(op.dtype(), op.quantMin(), op.quantMax())
        ? Optional.empty()
        : Optional.of(
            new Requantization(
                op.scale(), op.zeroPoint(), op.quantMin(), op.quantMax(), op.dtype()));
  }

  static boolean isExact(DType type, long min, long max) {
    return type.isInteger() && Math.abs(min) <= EXACT && Math.abs(max) <= EXACT;
  }

  /**
   * The quantized tensor.
   *
   * @param quanta a float32 tensor
   * @param relu whether negative numbers become 0
   */
  Value of(Formula formula, Value quanta, boolean relu) {
    return moved(formula, formula.rounded(quanta), relu);
  }

  /** The same of whole numbers, of whatever type. */
  Value moved(Formula formula, Value whole, boolean relu) {
    long least = relu ? Math.max(min, zeroPoint) : min;
    return formula.stored(formula.plus(whole, zeroPoint), least, max, dtype);
  }
}
