package dev.octet.quantizer.spec;

import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/** What is to happen to a tensor at a {@link Site}: one of four kinds. */
public sealed interface QuantizationSpecBase
    permits QuantizationSpec,
        FixedQParamsQuantizationSpec,
        SharedQuantizationSpec,
        DerivedQuantizationSpec {

  /**
   * What two specs are compared by when sites that carry one tensor are to share an observer: type,
   * dynamic or not, range, scheme, channel axis and fixed parameters. The observer is not among
   * them, as in PyTorch. A shared spec has none of its own.
   *
   * @param dynamic null where the kind cannot be dynamic
   */
  record Traits(
      DType dtype,
      @Nullable Boolean dynamic,
      @Nullable QuantRange range,
      @Nullable QScheme qscheme,
      @Nullable Integer channelAxis,
      @Nullable Double fixedScale,
      @Nullable Long fixedZeroPoint) {}

  /** What decides about sharing; null for a shared spec. */
  @Nullable Traits traits();
}
