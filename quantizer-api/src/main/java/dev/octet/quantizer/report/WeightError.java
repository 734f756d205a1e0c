package dev.octet.quantizer.report;

import dev.octet.quantizer.observe.ObserverSettings;
import dev.octet.quantizer.prepare.ObserverGroup;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QuantRange;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** How much a weight loses when it is quantized and dequantized again. */
final class WeightError {
  private static final int BLOCK = 1024;

  private final float[] values = new float[BLOCK];
  private final float[] steps = new float[BLOCK];
  private final double[] signals = new double[BLOCK];
  private final double[] noises = new double[BLOCK];

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
      return OptionalDouble.of(halfPrecision(weight));
    }
    QuantRange range = settings.range();
    if (range == null || !group.observer().get().observer().computesQParams()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(quantized(weight, settings.channelAxis(), range, group.qparams()));
  }

  private static double halfPrecision(Tensor weight) {
    WeightError error = new WeightError();
    for (long start = 0; start < weight.elements(); start += BLOCK) {
      int size = (int) Math.min(BLOCK, weight.elements() - start);
      weight.getFloats(start, error.values, size);
      for (int i = 0; i < size; i++) {
        error.steps[i] = Float.float16ToFloat(Float.floatToFloat16(error.values[i]));
      }
      error.add(size, 1);
    }
    return error.decibels();
  }

  private static double quantized(
      Tensor weight, @Nullable Integer axis, QuantRange range, QParams qparams) {
    long inner = 1;
    for (int d = (axis == null ? 0 : axis) + 1; d < weight.shape().rank(); d++) {
      inner *= weight.shape().size(d);
    }
    // Rows of one channel each: dividing to find the channel of every element would take longer
    // than all the rest.
    long row = qparams.size() == 1 ? weight.elements() : inner;
    WeightError error = new WeightError();
    int channel = 0;
    for (long start = 0; start < weight.elements(); start += row) {
      float scale = qparams.scale(channel);
      double zeroPoint = qparams.realZeroPoint(channel);
      float min = (float) (range.min() - zeroPoint);
      float max = (float) (range.max() - zeroPoint);
      for (long done = 0; done < row; done += BLOCK) {
        int size = (int) Math.min(BLOCK, row - done);
        weight.getFloats(start + done, error.values, size);
        round(error.values, size, 1 / scale, error.steps);
        clamp(error.steps, size, min, max);
        error.add(size, scale);
      }
      channel = (channel + 1) % qparams.size();
    }
    return error.decibels();
  }

  // One step to a loop: the JVM makes no vector instructions of all three in one.
  private static void round(float[] values, int size, float inverse, float[] steps) {
    for (int i = 0; i < size; i++) {
      steps[i] = (float) Math.rint(values[i] * inverse);
    }
  }

  /** To the steps from the zero point that the range has. */
  private static void clamp(float[] steps, int size, float min, float max) {
    for (int i = 0; i < size; i++) {
      steps[i] = Math.min(Math.max(steps[i], min), max);
    }
  }

  /** A sum for each place in a block: the JVM makes no vector instructions of one for all. */
  private void add(int size, double scale) {
    for (int i = 0; i < size; i++) {
      signals[i] += (double) values[i] * values[i];
    }
    for (int i = 0; i < size; i++) {
      double lost = values[i] - steps[i] * scale;
      noises[i] += lost * lost;
    }
  }

  private double decibels() {
    return Sqnr.decibels(DoubleStream.of(signals).sum(), DoubleStream.of(noises).sum());
  }
}
