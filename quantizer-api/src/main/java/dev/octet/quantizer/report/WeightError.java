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
    return OptionalDouble.of(sqnr(weight, settings, range, group.qparams()));
  }

  private static double sqnr(
      Tensor weight, ObserverSettings settings, QuantRange range, QParams qparams) {
    double[] values = weight.toDoubleArray();
    Integer axis = settings.channelAxis();
    long inner = 1;
    for (int d = (axis == null ? 0 : axis) + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    // Rows of one channel each: dividing to find the channel of every element would take longer
    // than all the rest.
    int row = qparams.size() == 1 ? values.length : Math.toIntExact(inner);
    double signal = 0;
    double noise = 0;
    for (int start = 0, n = 0; start < values.length; start += row, n++) {
      int channel = n % qparams.size();
      float scale = qparams.scale(channel);
      float inverse = 1 / scale;
      double zeroPoint = qparams.realZeroPoint(channel);
      for (int i = start; i < start + row; i++) {
        double value = values[i];
        double quantized = Math.rint((float) value * inverse) + zeroPoint;
        double clamped = Math.max((double) range.min(), Math.min((double) range.max(), quantized));
        double lost = value - (clamped - zeroPoint) * scale;
        signal += value * value;
        noise += lost * lost;
      }
    }
    return decibels(signal, noise);
  }

  private static double decibels(double[] before, double[] after) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < before.length; i++) {
      signal += before[i] * before[i];
      noise += (before[i] - after[i]) * (before[i] - after[i]);
    }
    return decibels(signal, noise);
  }

  private static double decibels(double signal, double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}
