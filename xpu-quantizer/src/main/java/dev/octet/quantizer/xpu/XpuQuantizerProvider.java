package dev.octet.quantizer.xpu;

import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.rule.RuleSet;
import java.util.Arrays;
import java.util.List;

/** Announces {@link XpuInductorQuantizer} as {@code xpu}. */
public final class XpuQuantizerProvider implements QuantizerProvider {
  /** For the service loader. */
  public XpuQuantizerProvider() {}

  @Override
  public String name() {
    return "xpu";
  }

  @Override
  public String description() {
    return "Intel GPUs: what oneDNN computes in int8";
  }

  @Override
  public List<QuantizerPreset> presets() {
    return Arrays.stream(XpuPreset.values())
        .map(preset -> new QuantizerPreset(preset.label(), preset.description()))
        .toList();
  }

  @Override
  public Quantizer create(String preset) {
    return XpuInductorQuantizer.preset(XpuPreset.named(preset));
  }

  @Override
  public Quantizer create(RuleSet rules) {
    return XpuInductorQuantizer.of(rules);
  }
}
