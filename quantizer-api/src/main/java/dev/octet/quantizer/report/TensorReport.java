package dev.octet.quantizer.report;

import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor is quantized.
 *
 * @param role the parameter of the operator that it is passed for, or {@code result}
 * @param value the name of the tensor in the float graph
 * @param dtype the type of the quantized tensor
 * @param scheme null where there is none, as for float16
 * @param observer PyTorch's class name
 * @param dynamic whether each run computes the scale; there is none to report then
 * @param channels the number of scales; 0 if there are none
 * @param smallestScale of all channels; NaN if there are none
 * @param zeroPoint of the first channel
 */
public record TensorReport(
    String role,
    String value,
    DType dtype,
    @Nullable QScheme scheme,
    String observer,
    boolean dynamic,
    int channels,
    double smallestScale,
    double largestScale,
    double zeroPoint) {

  static TensorReport of(String role, String value, ObserverGroup group) {
    if (group.observer().isEmpty()) {
      var spec = group.derivation().orElseThrow();
      return measured(role, value, spec.dtype(), spec.qscheme(), "derived", group.qparams());
    }
    var observer = group.observer().get().observer();
    ObserverSettings settings = observer.settings();
    if (settings.isDynamic() || !observer.computesQParams()) {
      return new TensorReport(
          role,
          value,
          settings.dtype(),
          settings.dtype().isFloatingPoint() ? null : settings.qscheme(),
          observer.className(),
          settings.isDynamic(),
          0,
          Double.NaN,
          Double.NaN,
          0);
    }
    return measured(
        role, value, settings.dtype(), settings.qscheme(), observer.className(), group.qparams());
  }

  private static TensorReport measured(
      String role,
      String value,
      DType dtype,
      @Nullable QScheme scheme,
      String observer,
      QParams qparams) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < qparams.size(); i++) {
      smallest = Math.min(smallest, qparams.scale(i));
      largest = Math.max(largest, qparams.scale(i));
    }
    double zeroPoint = qparams.size() == 0 ? 0 : qparams.realZeroPoint(0);
    return new TensorReport(
        role, value, dtype, scheme, observer, false, qparams.size(), smallest, largest, zeroPoint);
  }

  /** True of integers of eight bits, which is what backends compute fast with. */
  boolean isInt8() {
    return dtype == DType.INT8 || dtype == DType.UINT8;
  }
}
