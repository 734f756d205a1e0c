package dev.octet.op.infer;

import dev.octet.symbol.SymInt;
import dev.octet.tensor.InputException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How a kernel moves along one dimension of convolutions and pools.
 *
 * @param kernel taps
 * @param stride from one position to the next
 * @param padding added at each end
 * @param dilation from one tap to the next
 */
record Window(SymInt kernel, long stride, long padding, long dilation) {
  /** The extent of the kernel minus one. */
  SymInt reach() {
    return kernel.subtract(1).multiply(dilation);
  }

  /**
   * The number of positions in a dimension of this size: {@code (size + 2·padding − reach − 1) //
   * stride + 1}.
   */
  SymInt positions(SymInt size) {
    return size.add(2 * padding).subtract(reach()).subtract(1).floorDivide(stride).add(1);
  }

  /**
   * As {@link #positions}, but a last window that sticks out counts too, provided that it starts
   * inside the data or the padding before it.
   */
  SymInt positionsRoundedUp(SymInt size) {
    SymInt all =
        size.add(2 * padding)
            .subtract(reach())
            .subtract(1)
            .add(stride - 1)
            .floorDivide(stride)
            .add(1);
    boolean lastMayStartOutside = padding + stride - 2 >= reach().asConstant().orElse(0);
    return lastMayStartOutside ? all.min(size.add(padding - 1).floorDivide(stride).add(1)) : all;
  }

  /**
   * The size that a transposed convolution produces: {@code (size − 1)·stride − 2·padding + reach +
   * extra + 1}.
   */
  SymInt transposed(SymInt size, long extra) {
    return size.subtract(1).multiply(stride).subtract(2 * padding).add(reach()).add(extra + 1);
  }

  /** One number for each spatial dimension, from a list that has as many or one for all. */
  static List<Long> spread(TypeArguments in, String parameter, List<Long> given, int dimensions) {
    if (given.size() == 1) {
      return Collections.nCopies(dimensions, given.get(0));
    }
    if (given.size() != dimensions) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: argument '%s' is %s, expected %d numbers or one",
              in.op().name(),
              parameter,
              given,
              dimensions));
    }
    return given;
  }

  /** As above, with the least value that makes sense. */
  static List<Long> spread(TypeArguments in, String parameter, int dimensions, long atLeast) {
    List<Long> values = spread(in, parameter, in.longs(parameter), dimensions);
    for (long value : values) {
      if (value < atLeast) {
        throw new InputException(
            String.format(
                Locale.ROOT,
                "%s: argument '%s' is %s, expected at least %d",
                in.op().name(),
                parameter,
                values,
                atLeast));
      }
    }
    return values;
  }

  /** Refuses a size that is known to be negative or, if so wanted, zero. */
  static SymInt require(TypeArguments in, SymInt size, SymInt from, long atLeast) {
    if (size.isConstant() && size.constant() < atLeast) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "%s: the window does not fit: a dimension of size %s gives %s positions",
              in.op().name(),
              from,
              size));
    }
    return size;
  }
}
