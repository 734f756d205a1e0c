package dev.octet.quantizer.spec;

import org.jspecify.annotations.Nullable;

/**
 * A tensor that takes the observer, and so scale and zero point, of another site; the tensors on
 * both sides of a max-pool, for example.
 */
public record SharedQuantizationSpec(Site sharedWith) implements QuantizationSpecBase {
  @Override
  public @Nullable Traits traits() {
    return null;
  }
}
