package dev.octet.quantizer.x86;

import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.rule.RuleSet;
import java.util.Arrays;
import java.util.List;

/** Announces {@link X86InductorQuantizer} as {@code x86}. */
public final class X86QuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public X86QuantizerProvider() {}

  @Override
  public String name() {
    return "x86";
  }

  @Override
  public String description() {
    return "x86 CPUs: what oneDNN computes in int8";
  }

  @Override
  public List<QuantizerPreset> presets() {
    return Arrays.stream(X86Preset.values())
        .map(preset -> new QuantizerPreset(preset.label(), preset.description()))
        .toList();
  }

  @Override
  public Quantizer create(String preset) {
    return X86InductorQuantizer.preset(X86Preset.named(preset));
  }

  @Override
  public Quantizer create(RuleSet rules) {
    return X86InductorQuantizer.of(rules);
  }
}
