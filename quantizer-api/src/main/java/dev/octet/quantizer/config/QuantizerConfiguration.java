package dev.octet.quantizer.config;

import dev.octet.quantizer.rule.RuleSet;
import java.util.Optional;

/**
 * What a configuration file holds.
 *
 * @param quantizer the name of the quantizer that it is meant for; empty if it does not say
 * @param rules what the quantizer is to do
 */
public record QuantizerConfiguration(Optional<String> quantizer, RuleSet rules) {

  /** Rules for whichever quantizer takes them. */
  public static QuantizerConfiguration of(RuleSet rules) {
    return new QuantizerConfiguration(Optional.empty(), rules);
  }

  /** Rules for the quantizer with this name. */
  public static QuantizerConfiguration of(String quantizer, RuleSet rules) {
    return new QuantizerConfiguration(Optional.of(quantizer), rules);
  }
}
