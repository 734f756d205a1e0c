package dev.octet.quantizer.xpu;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QScheme;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.quantizer.spec.QuantizationSpec;
import dev.octet.tensor.DType;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Ready-made global configurations; all with eps 2<sup>−12</sup> and int8 weights per channel. */
public enum XpuPreset {
  DEFAULT("int8 affine activations by histogram") {
    @Override
    public QuantizationConfig config() {
      return int8(ObserverKind.histogram(EPS), QScheme.PER_TENSOR_AFFINE);
    }
  },
  SYMMETRIC("int8 symmetric activations by histogram; faster, as no zero point is subtracted") {
    @Override
    public QuantizationConfig config() {
      return int8(ObserverKind.histogram(EPS), QScheme.PER_TENSOR_SYMMETRIC);
    }
  },
  MINMAX("as default, with the smallest and largest activation") {
    @Override
    public QuantizationConfig config() {
      return int8(ObserverKind.minMax(EPS), QScheme.PER_TENSOR_AFFINE);
    }
  },
  MOVING_AVERAGE("as default, with moving averages of the smallest and largest activation") {
    @Override
    public QuantizationConfig config() {
      return int8(ObserverKind.movingAverageMinMax(EPS), QScheme.PER_TENSOR_AFFINE);
    }
  };

  private static final double EPS = 0x1p-12;

  private final String description;

  XpuPreset(String description) {
    this.description = description;
  }

  /** The name on the command line: {@code moving-average}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  public abstract QuantizationConfig config();

  /**
   * The preset with this {@link #label}.
   *
   * @throws InputException naming the known ones
   */
  public static XpuPreset named(String label) {
    for (XpuPreset preset : values()) {
      if (preset.label().equals(label)) {
        return preset;
      }
    }
    String known = Arrays.stream(values()).map(XpuPreset::label).collect(Collectors.joining(", "));
    throw new InputException(
        "quantizer xpu has no preset '" + label + "'; its presets are " + known);
  }

  private static QuantizationConfig int8(ObserverKind observer, QScheme scheme) {
    QuantizationSpec activation =
        QuantizationSpec.builder(DType.INT8, observer).range(-128, 127).qscheme(scheme).build();
    QuantizationSpec weight =
        QuantizationSpec.builder(DType.INT8, ObserverKind.perChannelMinMax(EPS))
            .range(-128, 127)
            .qscheme(QScheme.PER_CHANNEL_SYMMETRIC)
            .channelAxis(0)
            .build();
    return QuantizationConfig.of(activation, weight);
  }
}
