package dev.octet.lowering.onednn;

import dev.octet.lowering.fuse.Affine;
import dev.octet.lowering.fuse.Contraction;
import dev.octet.lowering.fuse.PostOperation;
import dev.octet.lowering.fuse.Stored;
import java.util.Optional;

/**
 * The unit that a product is computed in until its result is stored. Where all that follows
 * commutes with a positive factor that is the step of the result's integers, so that nothing needs
 * to be multiplied behind the functions; or that of a summand's integers, which are then added as
 * they lie in memory. Everything else is computed in units of 1.
 *
 * @param size the unit
 * @param factor what integers of the summand are multiplied by
 * @param shift what stands for the summand's zero point, added to the bias
 * @param shiftBehind the same where a function stands in front of the sum, which must not see it
 */
record Unit(double size, double factor, double shift, double shiftBehind) {
  private static final Unit ONE = new Unit(1, 1, 0, 0);

  /**
   * Decides.
   *
   * @param inPlace whether the summand is added where it lies, which takes a factor for nothing
   */
  static Unit of(Contraction product, boolean inPlace) {
    boolean steps = product.isInt8() && product.quantization().isPresent() && product.isScalable();
    double step = steps ? product.quantization().get().scaleAsFloat() : 1;
    Optional<Stored> summand = product.summand();
    if (summand.isEmpty()) {
      return new Unit(step, 1, 0, 0);
    }
    if (summand.get().affine().isEmpty()) {
      return ONE;
    }
    // Fusion takes a summand as integers only where everything behind it scales.
    Affine integers = summand.get().affine().get();
    double size = steps && inPlace ? step : integers.scaleAsFloat();
    double factor = integers.scaleAsFloat() / size;
    double shift = -integers.zeroPoint() * factor;
    return product.epilogue().getFirst() instanceof PostOperation.Sum
        ? new Unit(size, factor, shift, 0)
        : new Unit(size, factor, 0, shift);
  }
}
