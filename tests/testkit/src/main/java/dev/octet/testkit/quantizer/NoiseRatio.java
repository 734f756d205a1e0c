package dev.octet.testkit.quantizer;

import dev.octet.quantizer.report.Sqnr;
import dev.octet.tensor.Tensor;

/** Compares tensors. */
final class NoiseRatio {
  private NoiseRatio() {}

  /**
   * The signal to noise ratio, {@code 10 · log10(Σ e² / Σ (e − f)²)} dB over the elements: infinite
   * for equal tensors, NaN if any element found is NaN where a number was expected.
   */
  static double decibels(Tensor expected, Tensor found) {
    double signal = 0;
    double noise = 0;
    for (long i = 0; i < expected.elements(); i++) {
      double e = expected.getDouble(i);
      double difference = e - found.getDouble(i);
      signal += e * e;
      noise += difference * difference;
    }
    return Sqnr.decibels(signal, noise);
  }
}
