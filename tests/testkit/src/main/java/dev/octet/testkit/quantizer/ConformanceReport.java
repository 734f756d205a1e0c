package dev.octet.testkit.quantizer;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/** How a quantizer did on each model. */
public record ConformanceReport(ImmutableList<Entry> entries) {
  /**
   * One model.
   *
   * @param quantized how many nodes were quantized
   * @param nodes how many nodes were annotated or decided about
   * @param sqnr signal to quantization noise of the worst output, in dB; infinite if nothing
   *     differs
   */
  public record Entry(String model, long quantized, long nodes, double sqnr) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "%-18s %3d of %3d nodes quantized, %.1f dB", model, quantized, nodes, sqnr);
    }
  }

  /** A line for each model. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(entry).append('\n'));
    return text.toString();
  }
}
