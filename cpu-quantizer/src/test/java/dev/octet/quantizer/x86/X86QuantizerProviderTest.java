package dev.octet.quantizer.x86;

import static com.google.common.truth.Truth.assertThat;

import dev.octet.quantizer.config.ConfigJson;
import dev.octet.quantizer.config.QuantizerConfiguration;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.provider.QuantizerProviders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class X86QuantizerProviderTest {
  private final QuantizerProviders installed = QuantizerProviders.installed();

  @Test
  void isInstalledWithItsPresetsInOrder() {
    QuantizerProvider provider = installed.named("x86");
    assertThat(provider).isInstanceOf(X86QuantizerProvider.class);
    assertThat(provider.presets().stream().map(QuantizerPreset::name))
        .containsExactly("default", "reduce-range", "dynamic", "fp16", "minmax", "moving-average")
        .inOrder();
    assertThat(provider.description()).contains("x86 CPUs");
    assertThat(provider.presets().stream().map(QuantizerPreset::description).distinct()).hasSize(6);
    assertThat(provider.presets().stream().map(QuantizerPreset::description)).doesNotContain("");
  }

  @ParameterizedTest
  @EnumSource
  void presetIsMadeByNameAndSurvivesTheRoundTrip(X86Preset preset) {
    X86InductorQuantizer quantizer = X86InductorQuantizer.preset(preset);
    assertThat(installed.create("x86", preset.label())).isEqualTo(quantizer);
    QuantizerConfiguration configuration = QuantizerConfiguration.of("x86", quantizer.rules());
    QuantizerConfiguration read = ConfigJson.parse(ConfigJson.print(configuration));
    assertThat(read).isEqualTo(configuration);
    assertThat(installed.named("x86").create(read.rules())).isEqualTo(quantizer);
  }
}
