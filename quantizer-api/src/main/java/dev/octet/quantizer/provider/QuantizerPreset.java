package dev.octet.quantizer.provider;

import com.google.common.base.Preconditions;

/**
 * A configuration that a quantizer brings along.
 *
 * @param name what a user types: {@code default}, {@code reduce-range}
 * @param description one line for people
 */
public record QuantizerPreset(String name, String description) {
  public QuantizerPreset {
    Preconditions.checkArgument(!name.isBlank(), "a preset needs a name");
  }
}
