package dev.octet.cli;

import dev.octet.lowering.Target;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProviders;
import java.util.List;

/** The preset of a quantizer for those who do not choose one. */
final class PreferredPreset {
  private static final String REDUCED = "reduce-range";

  private PreferredPreset() {}

  /**
   * The first, unless the processor's byte products may saturate and there is one that avoids it.
   *
   * @param quantizer its name
   * @throws dev.octet.quantizer.provider.ProviderException if there is no such quantizer
   */
  static String of(QuantizerProviders providers, String quantizer, Target target) {
    List<String> presets =
        providers.named(quantizer).presets().stream().map(QuantizerPreset::name).toList();
    return target.prefersReducedRange() && presets.contains(REDUCED) ? REDUCED : presets.getFirst();
  }
}
