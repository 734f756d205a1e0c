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
  private static final int BLOCK = 1024;

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
    Integer axis = settings.channelAxis();
    long inner = 1;
    for (int d = (axis == null ? 0 : axis) + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    // Rows of one channel each: dividing to find the channel of every element would take longer
    // than all the rest.
    long row = qparams.size() == 1 ? weight.elements() : inner;
    double signal = 0;
    double noise = 0;
    double[] values = new double[BLOCK];
    double[] steps = new double[BLOCK];
    int channel = 0;
    for (long start = 0; start < weight.elements(); start += row) {
      float scale = qparams.scale(channel);
      for (long done = 0; done < row; done += BLOCK) {
        int size = (int) Math.min(BLOCK, row - done);
        weight.getDoubles(start + done, values, size);
        round(values, size, 1 / scale, steps);
        clamp(steps, size, qparams.realZeroPoint(channel), range);
        for (int i = 0; i < size; i++) {
          double lost = values[i] - steps[i] * scale;
          signal += values[i] * values[i];
          noise += lost * lost;
        }
      }
      channel = (channel + 1) % qparams.size();
    }
    return decibels(signal, noise);
  }

  // Apart from the sums, whose order forbids it, so that the JVM makes vector instructions of them.
  private static void round(double[] values, int size, float inverse, double[] steps) {
    for (int i = 0; i < size; i++) {
      steps[i] = Math.rint((float) values[i] * inverse);
    }
  }

  /** To the steps from the zero point that the range has. */
  private static void clamp(double[] steps, int size, double zeroPoint, QuantRange range) {
    double min = range.min();
    double max = range.max();
    for (int i = 0; i < size; i++) {
      steps[i] = Math.max(min, Math.min(max, steps[i] + zeroPoint)) - zeroPoint;
    }
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
