package dev.octet.quantizer.x86;

import dev.octet.quantizer.spec.ObserverKind;
import dev.octet.quantizer.spec.QuantizationConfig;
import dev.octet.tensor.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Ready-made global configurations. */
public enum X86Preset {
  DEFAULT(
      "uint8 activations by histogram, int8 weights per channel",
      () -> X86Configs.config(false, false)),
  REDUCE_RANGE(
      "as default with activations 0..127, for processors without VNNI",
      () -> X86Configs.config(false, true)),
  DYNAMIC(
      "activations are quantized with parameters that each run computes",
      () -> X86Configs.config(true, false)),
  FP16("weights in float16, activations in float32", X86Configs::halfWeights),
  MINMAX(
      "as default, with the smallest and largest activation",
      () -> X86Configs.observedBy(ObserverKind.minMax(X86Configs.EPS))),
  MOVING_AVERAGE(
      "as default, with moving averages of the smallest and largest activation",
      () -> X86Configs.observedBy(ObserverKind.movingAverageMinMax(X86Configs.EPS)));

  private final String description;

  // Each call makes equal immutable values.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Supplier<QuantizationConfig> config;

  X86Preset(String description, Supplier<QuantizationConfig> config) {
    this.description = description;
    this.config = config;
  }

  /** The name on the command line: {@code reduce-range}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One line for people. */
  public String description() {
    return description;
  }

  public QuantizationConfig config() {
    return config.get();
  }

  /**
   * The preset with this {@link #label}.
   *
   * @throws InputException naming the known ones
   */
  public static X86Preset named(String label) {
    for (X86Preset preset : values()) {
      if (preset.label().equals(label)) {
        return preset;
      }
    }
    String known = Arrays.stream(values()).map(X86Preset::label).collect(Collectors.joining(", "));
    throw new InputException(
        "quantizer x86 has no preset '" + label + "'; its presets are " + known);
  }
}
