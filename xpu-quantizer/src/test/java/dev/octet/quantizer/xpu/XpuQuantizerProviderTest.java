package dev.octet.quantizer.xpu;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.config.ConfigJson;
import dev.octet.quantizer.config.QuantizerConfiguration;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.provider.QuantizerProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class XpuQuantizerProviderTest {
  private final QuantizerProviders installed = QuantizerProviders.installed();

  @Test
  void isInstalledWithItsPresetsInOrder() {
    QuantizerProvider provider = installed.named("xpu");
    assertThat(provider).isInstanceOf(XpuQuantizerProvider.class);
    assertThat(provider.presets().stream().map(QuantizerPreset::name))
        .containsExactly("default", "symmetric", "minmax", "moving-average")
        .inOrder();
    assertThat(provider.description()).contains("Intel GPUs");
    assertThat(provider.presets().stream().map(QuantizerPreset::description).distinct()).hasSize(4);
    assertThat(provider.presets().stream().map(QuantizerPreset::description)).doesNotContain("");
  }

  @ParameterizedTest
  @EnumSource
  void presetIsMadeByNameAndSurvivesTheRoundTrip(XpuPreset preset) {
    XpuInductorQuantizer quantizer = XpuInductorQuantizer.preset(preset);
    assertThat(installed.create("xpu", preset.label())).isEqualTo(quantizer);
    QuantizerConfiguration configuration = QuantizerConfiguration.of("xpu", quantizer.rules());
    QuantizerConfiguration read = ConfigJson.parse(ConfigJson.print(configuration));
    assertThat(read).isEqualTo(configuration);
    assertThat(installed.named("xpu").create(read.rules())).isEqualTo(quantizer);
  }
}
