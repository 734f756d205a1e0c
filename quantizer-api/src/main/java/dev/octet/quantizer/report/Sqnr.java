package dev.octet.quantizer.report;

/** The signal to quantization noise ratio, by which reports and comparisons measure errors. */
public final class Sqnr {
  private Sqnr() {}

  /**
   * {@code 10 · log10(signal / noise)} in dB: +∞ without noise, −∞ if there is noise alone.
   *
   * @param signal Σ x² of the float values
   * @param noise Σ (x − y)² of what quantization changed in them
   */
  public static double decibels(double signal, double noise) {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}
