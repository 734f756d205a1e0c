package dev.octet.cli;

import dev.octet.quantizer.annotate.Quantizer;
import picocli.CommandLine.Option;

/** Which quantizer, and how it is configured. */
final class QuantizerOptions extends QuantizerSettings {
  @Option(
      names = NAME,
      required = true,
      paramLabel = "NAME",
      description = "x86, xpu, or the name of a plugin's quantizer.")
  private String name;

  /** The quantizer that the options ask for. */
  Quantizer quantizer() {
    return quantizer(name);
  }

  /** The quantizer and its configuration, for people. */
  String describe() {
    return describe(name);
  }
}
