package dev.octet.quantizer.provider;

import dev.octet.tensor.InputException;
import org.jspecify.annotations.Nullable;

/** A quantizer or preset that there is not, or a provider that cannot be used. */
public final class ProviderException extends InputException {
  private static final long serialVersionUID = 1L;

  public ProviderException(String message) {
    super(message);
  }

  public ProviderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
