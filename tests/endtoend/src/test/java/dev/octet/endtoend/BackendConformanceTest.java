package dev.octet.endtoend;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.ComposableQuantizer;
import dev.octet.quantizer.EmbeddingQuantizer;
import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.QuantizerProviders;
import dev.octet.testkit.quantizer.ConformanceReport;
import dev.octet.testkit.quantizer.QuantizerConformance;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The quantizers that come with Octet keep the contract that a plugin has to keep. */
final class BackendConformanceTest {

  static List<String> backends() {
    return QuantizerProviders.installed().all().stream()
        .flatMap(provider ->
            provider.presets().stream().map(preset -> provider.name() + " " + preset.name()))
        .toList();
  }

  private static Quantizer create(String backend) {
    List<String> words = List.of(backend.split(" ", 2));
    return QuantizerProviders.installed().create(words.getFirst(), words.getLast());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void keepsTheContract(String backend) {
    ConformanceReport report = QuantizerConformance.of(() -> create(backend)).check();
    assertThat(report.entries().stream().allMatch(entry -> entry.quantized() > 0)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void composesWithAQuantizerOfEmbeddings(String backend) {
    QuantizerConformance.of(() -> ComposableQuantizer.of(new EmbeddingQuantizer(), create(backend)))
        .on("text_classifier", "mlp")
        .check();
  }
}
