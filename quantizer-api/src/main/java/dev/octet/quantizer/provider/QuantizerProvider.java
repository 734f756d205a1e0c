package dev.octet.quantizer.provider;

import dev.octet.quantizer.annotate.Quantizer;
import dev.octet.quantizer.rule.RuleSet;
import dev.octet.tensor.InputException;
import java.util.List;

/**
 * Announces a quantizer to {@link QuantizerProviders} and with it to the {@code octet} command. An
 * implementation is public, has a public constructor without parameters, and is named in the
 * module's {@code provides} clause or, for the class path, in {@code
 * META-INF/services/dev.octet.quantizer.provider.QuantizerProvider}. It holds no state; its methods
 * may be called from any thread.
 */
public interface QuantizerProvider {
  /** What a user types to get this quantizer, such as {@code x86}. */
  String name();

  /** What the quantizer is for, in one line. */
  String description();

  /** The presets in the order in which they are listed, at least one; the first is the default. */
  List<QuantizerPreset> presets();

  /**
   * The quantizer with a preset.
   *
   * @param preset one of {@link #presets}; {@link QuantizerProviders#create} has checked that
   * @throws InputException if it knows no such preset
   */
  Quantizer create(String preset);

  /**
   * The quantizer with rules of the user's own, instead of a preset. Unless it is implemented, the
   * quantizer has none.
   *
   * @throws InputException if the quantizer cannot do what a rule asks for
   */
  default Quantizer create(RuleSet rules) {
    throw new ProviderException(
        "quantizer '"
            + name()
            + "' takes no rules; use one of its presets: "
            + String.join(", ", presets().stream().map(QuantizerPreset::name).toList()));
  }
}
