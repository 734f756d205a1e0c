package dev.octet.quantizer.observe;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.base.Splitter;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QParams;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * States and parameters of PyTorch's HistogramObserver on generated data, bit by bit; see
 * src/test/python/generate_histogram_cases.py.
 */
final class HistogramReferenceTest {
  @Test
  void agreesWithPyTorchInEveryBit() throws IOException {
    List<String> lines;
    try (InputStream stream =
        HistogramReferenceTest.class.getResourceAsStream("histogram_cases.tsv")) {
      assertThat(stream).isNotNull();
      lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    assertThat(lines.size()).isAtLeast(400);
    for (String line : lines) {
      check(line);
    }
  }

  private static void check(String line) {
    List<String> columns = Splitter.on('\t').splitToList(line);
    HistogramObserver observer =
        (HistogramObserver)
            Observer.of(
                QuantizationSpec.builder(
                        DType.named(columns.get(1)),
                        new ObserverKind.Histogram(
                            Integer.parseInt(columns.get(0)), 0x1p-12, false))
                    .qscheme(QScheme.named(columns.get(2)))
                    .build());
    ObserverState state = observer.initialState();
    for (String tensor : Splitter.on(',').split(columns.get(3))) {
      state = observer.observe(state, values(tensor));
    }
    ObserverState.Histogram histogram = (ObserverState.Histogram) state;
    ObserverState.Range range = observer.quantizedRange(histogram);
    QParams qparams = observer.qparams(state);
    String found =
        String.join(
            " ",
            bits(histogram.min()),
            bits(histogram.max()),
            checksum(histogram.counts()),
            bits(range.min()),
            bits(range.max()),
            bits(qparams.scale()),
            Long.toString(qparams.zeroPoint()));
    assertWithMessage("%s", line).that(found).isEqualTo(String.join(" ", columns.subList(4, 11)));
  }

  private static Tensor values(String description) {
    List<String> parts = Splitter.on(':').splitToList(description);
    int size = Integer.parseInt(parts.get(1));
    long seed = Long.parseLong(parts.get(2));
    float scale = (float) Double.parseDouble(parts.get(3));
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = value(parts.get(0), i, seed) * scale;
    }
    return Tensor.of(values, size);
  }

  private static float value(String kind, int index, long seed) {
    float base = uniform(index, seed);
    return switch (kind) {
      case "uniform" -> base;
      case "relu" -> Math.max(base, 0);
      case "cube" -> base * base * base;
      case "fifth" -> base * base * base * base * base;
      case "outliers" -> index % 97 == 13 ? base * 30 : base;
      case "constant" -> uniform(0, seed);
      default -> throw new AssertionError(kind);
    };
  }

  private static float uniform(int index, long seed) {
    long hash = (index * 2654435761L + seed * 40503) & 0xffffffffL;
    hash ^= hash >> 15;
    hash = (hash * 2246822519L) & 0xffffffffL;
    hash ^= hash >> 13;
    return (float) ((hash >> 8) - (1 << 23)) / (1 << 21);
  }

  private static String bits(float value) {
    return String.format(Locale.ROOT, "%08x", Float.floatToRawIntBits(value));
  }

  private static String checksum(float[] counts) {
    ByteBuffer bytes =
        ByteBuffer.allocate(counts.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float count : counts) {
      bytes.putFloat(count);
    }
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array());
    return String.format(Locale.ROOT, "%08x", checksum.getValue());
  }
}
