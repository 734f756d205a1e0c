package dev.octet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.tensor.InternalException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code bench} measured of one model.
 *
 * @param device the name of the OpenCL device; empty for the processor
 * @param quantizer empty if the program was measured as it is
 * @param int8Coverage the share of multiply-adds in integers
 * @param multiplyAdds of one run
 * @param peak multiply-adds that the processor does in a second, in int8 if the model uses that;
 *     empty for an OpenCL device
 */
record BenchResult(
    String model,
    Optional<String> device,
    int threads,
    long batch,
    String quantizer,
    double int8Coverage,
    RunTimes times,
    long multiplyAdds,
    OptionalDouble peak) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double NANOSECONDS = 1e9;
  private static final double MILLISECOND = 1e6;
  private static final double GIGA = 1e9;

  private double perSecond() {
    return multiplyAdds / times.median() * NANOSECONDS;
  }

  /** One line. */
  String toJson() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("model", model);
    root.put("engine", (device.isPresent() ? Engine.xpu : Engine.cpu).name());
    root.put("device", device.orElse(null));
    root.put("threads", threads);
    root.put("batch", batch);
    if (quantizer.isEmpty()) {
      root.putNull("quantizer");
    } else {
      root.put("quantizer", quantizer);
    }
    root.put("int8_coverage", rounded(int8Coverage, 4));
    root.put("median_ms", rounded(times.median() / MILLISECOND, 4));
    root.put("min_ms", rounded(times.min() / MILLISECOND, 4));
    root.put("p90_ms", rounded(times.p90() / MILLISECOND, 4));
    root.put("runs", times.count());
    root.put("gmacs_per_s", rounded(perSecond() / GIGA, 4));
    if (peak.isPresent()) {
      root.put("peak_share", rounded(perSecond() / peak.getAsDouble(), 6));
    } else {
      root.putNull("peak_share");
    }
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new InternalException("a result cannot be written as JSON", e);
    }
  }

  private static double rounded(double value, int places) {
    double scale = Math.pow(10, places);
    return Math.rint(value * scale) / scale;
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s%s%s, batch %d, %d %s: median %.3f ms, min %.3f, p90 %.3f, %d runs%n",
        model,
        quantizer.isEmpty() ? "" : " quantized for " + quantizer,
        device.map(name -> " on " + name).orElse(""),
        batch,
        threads,
        threads == 1 ? "thread" : "threads",
        times.median() / MILLISECOND,
        times.min() / MILLISECOND,
        times.p90() / MILLISECOND,
        times.count());
    out.printf(
        Locale.ROOT,
        "  %s%n",
        multiplyAdds == 0
            ? "no multiply-adds"
            : String.format(
                Locale.ROOT,
                "%.1f GMAC/s%s; %.1f %% of the multiply-adds in int8",
                perSecond() / GIGA,
                peak.isPresent() ? share(peak.getAsDouble()) : "",
                100 * int8Coverage));
  }

  private String share(double most) {
    return String.format(
        Locale.ROOT,
        ", %.1f %% of the %.0f GMAC/s that the processor reaches",
        100 * perSecond() / most,
        most / GIGA);
  }
}
