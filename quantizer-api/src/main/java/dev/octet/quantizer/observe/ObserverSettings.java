package dev.octet.quantizer.observe;

import com.google.common.base.Preconditions;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * What observers have in common, resolved from a spec.
 *
 * @param dtype the type of the quantized tensor
 * @param qscheme null only where no parameters are computed
 * @param range the integers in use, after {@code reduce_range}; null only where none were asked for
 *     and none are needed
 * @param hasCustomRange whether the spec named the range; the zero point of symmetric uint8 depends
 *     on it
 * @param eps the lower bound of a scale
 * @param channelAxis null for per-tensor observers without one
 * @param isDynamic whether the parameters are computed when the quantized model runs
 */
public record ObserverSettings(
    DType dtype,
    @Nullable QScheme qscheme,
    @Nullable QuantRange range,
    boolean hasCustomRange,
    boolean reduceRange,
    double eps,
    @Nullable Integer channelAxis,
    boolean isDynamic) {

  static ObserverSettings of(QuantizationSpec spec) {
    ObserverKind kind = spec.observer();
    QScheme scheme = spec.qscheme();
    if (scheme == null && kind instanceof ObserverKind.Placeholder) {
      scheme = QScheme.PER_TENSOR_AFFINE;
    }
    QuantRange range = spec.range();
    if (kind.computesQParams()) {
      range = rangeOf(spec.dtype(), range, kind.reduceRange());
    }
    return new ObserverSettings(
        spec.dtype(),
        scheme,
        range,
        spec.range() != null,
        kind.reduceRange(),
        kind.eps(),
        spec.channelAxis(),
        spec.isDynamic());
  }

  static ObserverSettings of(FixedQParamsQuantizationSpec spec) {
    QuantRange range = spec.range() == null ? QuantRange.of(spec.dtype()) : spec.range();
    return new ObserverSettings(
        spec.dtype(),
        spec.qscheme(),
        range,
        spec.range() != null,
        false,
        ObserverKind.DEFAULT_EPS,
        null,
        false);
  }

  /**
   * PyTorch's {@code calculate_qmin_qmax}: a range that was asked for can be reduced for any type,
   * that of the type itself only for 8 bits.
   */
  private static QuantRange rangeOf(DType dtype, @Nullable QuantRange asked, boolean reduce) {
    if (asked != null) {
      return reduce ? asked.reduced() : asked;
    }
    QuantRange all = QuantRange.of(dtype);
    return reduce && dtype.bytes() == 1 ? all.reduced() : all;
  }

  /** The scheme of an observer that computes parameters. */
  QScheme requiredScheme() {
    return Preconditions.checkNotNull(qscheme);
  }

  /** The range of an observer that computes parameters. */
  QuantRange requiredRange() {
    return Preconditions.checkNotNull(range);
  }

  /** The axis of a per-channel observer. */
  int requiredAxis() {
    return Preconditions.checkNotNull(channelAxis);
  }
}
