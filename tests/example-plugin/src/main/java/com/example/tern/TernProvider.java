package com.example.tern;

import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.provider.ProviderException;
import dev.octet.quantizer.provider.QuantizerPreset;
import dev.octet.quantizer.provider.QuantizerProvider;
import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import java.util.List;

/** Announces the quantizer as {@code tern}. */
public final class TernProvider implements QuantizerProvider {
  private static final QuantizationSpec ACTIVATION =
      QuantizationSpec.builder(DType.INT8, ObserverKind.histogram(0x1p-12))
          .qscheme(QScheme.PER_TENSOR_SYMMETRIC)
          .build();
  private static final QuantizationSpec WEIGHT =
      QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(0x1p-12))
          .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
          .channelAxis(0)
          .build();

  @Override
  public String name() {
    return "tern";
  }

  @Override
  public String description() {
    return "the Tern accelerator: int8 by int8, one scale for each output channel";
  }

  @Override
  public List<QuantizerPreset> presets() {
    return List.of(
        new QuantizerPreset("default", "histograms of activations"),
        new QuantizerPreset("minmax", "smallest and largest activation"));
  }

  @Override
  public Quantizer create(String preset) {
    ObserverKind minMax = ObserverKind.minMax(0x1p-12);
    return switch (preset) {
      case "default" -> new TernQuantizer(ACTIVATION, WEIGHT);
      case "minmax" -> new TernQuantizer(ACTIVATION.toBuilder().observer(minMax).build(), WEIGHT);
      default -> throw new ProviderException("tern has no preset '" + preset + "'");
    };
  }
}
