package dev.octet.quantizer.compare;

import dev.octet.quantizer.report.Sqnr;
import dev.octet.tensor.Tensor;

/**
 * The sums that a {@link TensorError} is computed from, in double. Not thread-safe; the same
 * additions in the same order give the same bits.
 */
final class ErrorSums {
  private static final int BLOCK = 1024;

  private double signal;
  private double actual;
  private double product;
  private double noise;
  private double largest;
  private long elements;

  /** Something was not finite on one side alone, or the shapes differed. */
  private boolean incomparable;

  /**
   * Adds two tensors.
   *
   * @param x the float value
   * @param y the quantized one
   */
  void add(Tensor x, Tensor y) {
    elements += x.elements();
    if (!x.shape().equals(y.shape())) {
      // Sizes that the data decide may differ.
      incomparable = true;
      return;
    }
    double[] left = new double[BLOCK];
    double[] right = new double[BLOCK];
    for (long start = 0; start < x.elements(); start += BLOCK) {
      int size = (int) Math.min(BLOCK, x.elements() - start);
      x.getDoubles(start, left, size);
      y.getDoubles(start, right, size);
      add(left, right, size);
    }
  }

  /** Adds the sums of other samples. */
  void add(ErrorSums other) {
    signal += other.signal;
    actual += other.actual;
    product += other.product;
    noise += other.noise;
    largest = Math.max(largest, other.largest);
    elements += other.elements;
    incomparable |= other.incomparable;
  }

  private void add(double[] left, double[] right, int size) {
    double blockSignal = 0;
    double blockActual = 0;
    double blockProduct = 0;
    double blockNoise = 0;
    double blockLargest = 0;
    for (int i = 0; i < size; i++) {
      double x = left[i];
      double y = right[i];
      double difference = x - y;
      blockSignal += x * x;
      blockActual += y * y;
      blockProduct += x * y;
      blockNoise += difference * difference;
      blockLargest = Math.max(blockLargest, Math.abs(difference));
    }
    if (Double.isFinite(blockSignal) && Double.isFinite(blockActual)) {
      signal += blockSignal;
      actual += blockActual;
      product += blockProduct;
      noise += blockNoise;
      largest = Math.max(largest, blockLargest);
    } else {
      addFinite(left, right, size);
    }
  }

  private void addFinite(double[] left, double[] right, int size) {
    for (int i = 0; i < size; i++) {
      double x = left[i];
      double y = right[i];
      if (Double.isFinite(x * x) && Double.isFinite(y * y)) {
        double difference = x - y;
        signal += x * x;
        actual += y * y;
        product += x * y;
        noise += difference * difference;
        largest = Math.max(largest, Math.abs(difference));
      } else if (Double.compare(x, y) != 0) {
        incomparable = true;
      }
    }
  }

  TensorError error() {
    if (incomparable) {
      return new TensorError(
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          elements);
    }
    double rms = elements == 0 ? 0 : Math.sqrt(noise / elements);
    return new TensorError(Sqnr.decibels(signal, noise), largest, rms, cosine(), elements);
  }

  private double cosine() {
    if (noise == 0) {
      return 1;
    }
    double norms = Math.sqrt(signal) * Math.sqrt(actual);
    return norms == 0 ? 0 : Math.max(-1, Math.min(1, product / norms));
  }
}
