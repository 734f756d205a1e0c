package dev.octet.quantizer.report;

import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.lang.foreign.Arena;
import java.util.OptionalDouble;

/** How much a weight loses when it is quantized and dequantized again. */
final class WeightError {
  private WeightError() {}

  /** {@code 10 · log10(Σ w² / Σ (w − dq(q(w)))²)} in dB; empty if nothing is stored quantized. */
  static OptionalDouble sqnr(Tensor weight, ObserverGroup group) {
    if (group.observer().isEmpty()) {
      return OptionalDouble.empty();
    }
    ObserverSettings settings = group.observer().get().observer().settings();
    if (settings.isDynamic()) {
      return OptionalDouble.empty();
    }
    if (settings.dtype() == DType.FLOAT16) {
      Tensor half = weight.to(DType.FLOAT16, Arena.ofAuto()).to(DType.FLOAT32, Arena.ofAuto());
      return OptionalDouble.of(decibels(weight.toDoubleArray(), half.toDoubleArray()));
    }
    QuantRange range = settings.range();
    if (range == null || !group.observer().get().observer().computesQParams()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        decibels(weight.toDoubleArray(), restored(weight, settings, range, group.qparams())));
  }

  private static double[] restored(
      Tensor weight, ObserverSettings settings, QuantRange range, QParams qparams) {
    double[] values = weight.toDoubleArray();
    Integer axis = settings.channelAxis();
    long inner = 1;
    for (int d = (axis == null ? 0 : axis) + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    for (int i = 0; i < values.length; i++) {
      int channel = qparams.size() == 1 ? 0 : (int) (i / inner % qparams.size());
      float scale = qparams.scale(channel);
      double zeroPoint = qparams.realZeroPoint(channel);
      double quantized = Math.rint((float) values[i] * (1 / scale)) + zeroPoint;
      values[i] =
          (Math.clamp(quantized, (double) range.min(), (double) range.max()) - zeroPoint) * scale;
    }
    return values;
  }

  private static double decibels(double[] before, double[] after) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < before.length; i++) {
      signal += before[i] * before[i];
      noise += (before[i] - after[i]) * (before[i] - after[i]);
    }
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}
