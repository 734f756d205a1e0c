package dev.octet.cli;

import dev.octet.quantizer.spec.DerivedQuantizationSpec;
import dev.octet.quantizer.spec.FixedQParamsQuantizationSpec;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.quantizer.spec.QuantizationSpecBase;
import dev.octet.quantizer.spec.SharedQuantizationSpec;
import dev.octet.quantizer.spec.Site;
import dev.octet.tensor.DType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Specs in a line each, for people. */
final class SpecText {
  private SpecText() {}

  /** {@code u8 0..255 per_tensor_affine, HistogramObserver}. */
  static String of(QuantizationSpecBase spec) {
    return switch (spec) {
      case QuantizationSpec observed ->
          common(observed.dtype(), observed.range(), observed.qscheme())
              + (observed.qscheme() != null && observed.qscheme().isPerChannel()
                  ? " of axis " + observed.channelAxis()
                  : "")
              + (observed.isDynamic() ? ", dynamic" : "")
              + ", "
              + observed.observer().className();
      case FixedQParamsQuantizationSpec fixed ->
          common(fixed.dtype(), fixed.range(), fixed.qscheme())
              + ", fixed scale "
              + fixed.scale()
              + " and zero point "
              + fixed.zeroPoint();
      case SharedQuantizationSpec(Site sharedWith) -> "as " + sharedWith;
      case DerivedQuantizationSpec derived ->
          common(derived.dtype(), derived.range(), derived.qscheme())
              + ", "
              + derived.derivation().name()
              + " of "
              + derived.derivedFrom().stream()
                  .map(Site::toString)
                  .collect(Collectors.joining(" and "));
    };
  }

  private static String common(DType dtype, @Nullable QuantRange range, @Nullable QScheme qscheme) {
    return dtype + (range == null ? "" : " " + range) + (qscheme == null ? "" : " " + qscheme);
  }
}
