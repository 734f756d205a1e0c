package dev.octet.quantizer.spec;

import com.google.common.collect.ImmutableList;
import dev.octet.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor whose parameters follow from those of other sites; an int32 bias from activation and
 * weight, for example. Never dynamic.
 *
 * @param derivedFrom the sites, in the order that the formula expects; not empty
 * @param dtype s8, u8, s16 or s32
 * @param range the integers to use; null for those of the type
 * @param qscheme null for per tensor
 * @param channelAxis needed if the scheme is per channel
 */
public record DerivedQuantizationSpec(
    ImmutableList<Site> derivedFrom,
    QParamsDerivation derivation,
    DType dtype,
    @Nullable QuantRange range,
    @Nullable QScheme qscheme,
    @Nullable Integer channelAxis)
    implements QuantizationSpecBase {

  public DerivedQuantizationSpec {
    QuantRange all = QuantRange.of(dtype);
    String what = "parameters derived by " + derivation.name() + " for " + dtype;
    if (derivedFrom.isEmpty()) {
      throw new SpecException(what + ": at least one site to derive from is needed");
    }
    if (range != null && !range.fits(dtype)) {
      throw new SpecException(what + ": quantization range " + range + " is not within " + all);
    }
    if (channelAxis != null && channelAxis < 0) {
      throw new SpecException(
          what
              + ": channel axis "
              + channelAxis
              + " is negative; count from the first dimension, which is 0");
    }
    if (qscheme != null && qscheme.isPerChannel() && channelAxis == null) {
      throw new SpecException(what + ": scheme " + qscheme + " needs a channel axis");
    }
  }

  public DerivedQuantizationSpec(
      List<Site> derivedFrom,
      QParamsDerivation derivation,
      DType dtype,
      @Nullable QuantRange range,
      @Nullable QScheme qscheme,
      @Nullable Integer channelAxis) {
    this(ImmutableList.copyOf(derivedFrom), derivation, dtype, range, qscheme, channelAxis);
  }

  /**
   * An int32 bias whose scale is the product of those of activation and weight, zero point 0.
   *
   * @param perChannel whether the weight has a scale for each channel; the channels of the bias are
   *     its axis 0
   */
  public static DerivedQuantizationSpec bias(Site activation, Site weight, boolean perChannel) {
    return new DerivedQuantizationSpec(
        ImmutableList.of(activation, weight),
        BiasDerivation.PRODUCT_OF_SCALES,
        DType.INT32,
        QuantRange.of(DType.INT32),
        perChannel ? QScheme.PER_CHANNEL_SYMMETRIC : QScheme.PER_TENSOR_SYMMETRIC,
        perChannel ? 0 : null);
  }

  /** The integers to use. */
  public QuantRange effectiveRange() {
    return range == null ? QuantRange.of(dtype) : range;
  }

  @Override
  public Traits traits() {
    return new Traits(dtype, false, range, qscheme, channelAxis, null, null);
  }
}
