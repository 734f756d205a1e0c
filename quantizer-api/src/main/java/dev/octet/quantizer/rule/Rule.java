package dev.octet.quantizer.rule;

import dev.octet.quantizer.spec.QuantizationConfig;
import java.util.Optional;

/**
 * A selector and what is to happen to the nodes it selects.
 *
 * @param config empty to leave the nodes in floating point
 * @param source how the user wrote the rule, for messages and explanations
 */
public record Rule(Selector selector, Optional<QuantizationConfig> config, String source) {
  @Override
  public String toString() {
    return source;
  }
}
